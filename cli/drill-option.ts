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
      throw new Failure(EXIT.usage, `--at takes a time and a command, not "${text}"`, {
        hint: "for example: --at 30s 'systemctl restart nfs-server'",
      });
    }
    return { atSeconds: quantityOption('at', text.slice(0, space), 'seconds'), command };
  });
}
