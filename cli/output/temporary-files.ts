/** Files that become an output once they are whole, and what is left of them where a process was killed meanwhile. */

import { lstatSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { systemCodeOf } from '../failure.ts';

/** Returns the name under which this process writes an output. */
export function temporaryName(output: string): string {
  return `.${output}.${process.pid}.tmp`;
}

/** Removes temporary files of these outputs whose process is gone; anything else stays, whatever it is called. */
export function removeLeftTemporaries(folder: string, outputs: readonly string[]): void {
  for (const name of namesIn(folder)) {
    const [, output = '', process = ''] = /^\.(.+)\.([1-9]\d{0,9})\.tmp$/.exec(name) ?? [];
    if (!outputs.includes(output) || isRunning(Number(process))) continue;
    const file = path.join(folder, name);
    if (lstatSync(file, { throwIfNoEntry: false })?.isFile() === true) rmSync(file, { force: true });
  }
}

/** None of a folder that may be written and not read. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Whether another process has this number. Files of this process's number were left by one before it, as after a restart. */
function isRunning(number: number): boolean {
  if (number === process.pid) return false;
  try {
    process.kill(number, 0);
    return true;
  } catch (error) {
    return systemCodeOf(error) !== 'ESRCH';
  }
}
