import { inspect } from 'node:util';
import { printable } from '../reports/printable.ts';
import { EXIT } from './exit-codes.ts';
import { Failure, messageOf } from './failure.ts';

/** What to say of whatever ended the program, and its exit code. A stack is for those who look for the bug. */
export function explain(thrown: unknown, debugging: boolean): { exitCode: number; lines: readonly string[] } {
  const failure = thrown instanceof Failure ? thrown : null;
  const exitCode = failure?.exitCode ?? EXIT.bug;
  const hint = failure?.hint ?? null;
  const lines = [
    `headroom: ${printable(messageOf(thrown))}`,
    ...(hint === null ? [] : [`  ${printable(hint)}`]),
  ];
  if (exitCode === EXIT.bug) {
    lines.push('  This is a bug in headroom. Please report it with the command and the scenario.');
    if (!debugging) lines.push('  HEADROOM_DEBUG=1 shows where it happened.');
  }
  return { exitCode, lines: debugging ? [...lines, inspect(thrown)] : lines };
}
