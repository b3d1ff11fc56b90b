import type { DrillRequest } from '../loadgen/run/drills.ts';
import { EXIT } from './exit-codes.ts';
import { Failure } from './failure.ts';
import { quantityOption } from './quantity-option.ts';

/** `--at 30s 'command'`, which arrives as one text: when, in real time from the start of the load, and what to run. */
export function drillsOf(texts: readonly string[]): readonly DrillRequest[] {
  return texts.map((text) => {
    const space = text.indexOf(' ');
    const command = space < 0 ? '' : text.slice(space + 1).trim();
    if (command === '') {
      // What was given is not repeated: it may be a command that holds a password.
      throw new Failure(EXIT.usage, '--at takes a time and a command', {
        hint: EXAMPLE,
      });
    }
    return { atSeconds: secondsOf(text.slice(0, space)), command };
  });
}

function secondsOf(time: string): number {
  if (/^[\d.]/.test(time)) return quantityOption('at', time, 'seconds');
  throw new Failure(EXIT.usage, '--at takes a time first, then a command', { hint: EXAMPLE });
}

const EXAMPLE = "for example: --at 30s 'systemctl restart nfs-server'";
