import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { temporaryName } from './temporary-files.ts';
import { ShortWrite, toDescriptor, writeAll } from './write-all.ts';

/** Replaces a file: it has all of the text, or is as it was. Throws what the system throws. */
export function replaceFile(file: string, text: string): void {
  const temporary = path.join(path.dirname(file), temporaryName(path.basename(file)));
  create(temporary, Buffer.from(text), 'w');
  orRemove(temporary, () => renameSync(temporary, file));
}

/** Makes a file that is not there yet: it has all of the bytes, or is not there. Throws as `replaceFile` does. */
export function createFile(file: string, bytes: Uint8Array): void {
  create(file, bytes, 'wx');
}

function create(file: string, bytes: Uint8Array, flags: 'w' | 'wx'): void {
  const descriptor = openSync(file, flags);
  orRemove(file, () => {
    try {
      writeAll(toDescriptor(descriptor), bytes);
      // Storage behind a network may tell only now that it has no room.
      fsyncSync(descriptor);
    } catch (error) {
      ignoringErrors(() => closeSync(descriptor));
      // How much was written says nothing of a file that is not to be there.
      throw error instanceof ShortWrite ? error.cause : error;
    }
    closeSync(descriptor);
  });
}

/** Takes the file away where the step fails. The error of the step is the one that is thrown. */
function orRemove(file: string, step: () => void): void {
  try {
    step();
  } catch (error) {
    ignoringErrors(() => rmSync(file, { force: true }));
    throw error;
  }
}

function ignoringErrors(step: () => void): void {
  try {
    step();
  } catch {
    // What failed before it is told.
  }
}
