import { inspect } from 'node:util';
import { printable } from '../reports/printable.ts';
import { EXIT } from './exit-codes.ts';
import { Failure, messageOf } from './failure.ts';
import { scarcityOf } from './scarcity.ts';
import { withoutSecrets } from './without-secrets.ts';

/** Returns the exit code and the message for whatever ended the program, without secrets. Debugging adds the stack. */
export function explain(thrown: unknown, debugging: boolean): { exitCode: number; lines: readonly string[] } {
  const failure = scarcityOf(thrown) ?? (thrown instanceof Failure ? thrown : null);
  const exitCode = failure?.exitCode ?? EXIT.bug;
  const hint = failure?.hint ?? null;
  const lines = [
    `headroom: ${printable(withoutSecrets(messageOf(failure ?? thrown)))}`,
    ...(hint === null ? [] : [`  ${printable(withoutSecrets(hint))}`]),
  ];
  if (exitCode === EXIT.bug) {
    lines.push('  This is a bug in headroom. Please report it with the command and the scenario.');
    if (!debugging) lines.push('  HEADROOM_DEBUG=1 shows where it happened.');
  }
  return { exitCode, lines: debugging ? [...lines, withoutSecrets(inspect(thrown))] : lines };
}
