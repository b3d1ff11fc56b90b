/**
 * Reads scenario files for the loader in models/, which has no file system of its own. A scenario may come from anyone,
 * so its file names are not trusted: only regular files of bounded size are read. `extends:` reaches no further than
 * the folder in which headroom was started, or the scenario's own folder if that is elsewhere. Symbolic links are
 * followed before that check.
 */

import { closeSync, constants, fstatSync, openSync, readSync, realpathSync, type Stats } from 'node:fs';
import path from 'node:path';
import type { LoadedText, LoadText } from '../models/scenario/load-text.ts';
import { messageOf, systemCodeOf } from './failure.ts';

/** Far above any scenario written by hand, and small enough that every answer comes at once. */
const LARGEST_SCENARIO_BYTES = 1024 * 1024;

const STDIN = 0;

/** A loader for one scenario: the first file it reads decides which folder `extends:` is confined to. */
export function createTextLoader(currentFolder: string = process.cwd()): LoadText {
  let confinement: string | null = null;

  return (name, from) => {
    if (name.includes('\0')) return refused('its name contains a NUL character');
    if (from === '') {
      if (name === '-') {
        confinement = currentFolder;
        return readStandardInput();
      }
      return readFile(name, (real) => {
        confinement = isInside(real, currentFolder) ? currentFolder : path.dirname(real);
        return null;
      });
    }
    if (path.isAbsolute(name)) return refused('an absolute path; name the file relative to this one');
    return readFile(path.join(path.dirname(from), name), (real) =>
      confinement !== null && isInside(real, confinement)
        ? null
        : 'it lies outside the folder that headroom was started in (or, for a scenario elsewhere, outside its folder)',
    );
  };
}

let standardInput: LoadedText | null = null;

/** It can be read only once, and is asked for again for each variant of the scenario that it holds. */
function readStandardInput(): LoadedText {
  standardInput ??= readText(STDIN, '<stdin>');
  return standardInput;
}

/** `objection` sees the real path, symbolic links resolved, and may say why the file must not be read. */
function readFile(name: string, objection: (realPath: string) => string | null): LoadedText {
  try {
    const real = realpathSync(name);
    const reason = objection(real);
    if (reason !== null) return refused(reason);
    // Without O_NONBLOCK, opening a named pipe would wait for its writer before we could see that it is one.
    const descriptor = openSync(real, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const problem = problemOf(fstatSync(descriptor));
      return problem === null ? readText(descriptor, name) : refused(problem);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    return refused(explain(error));
  }
}

function problemOf(stats: Stats): string | null {
  if (stats.isDirectory()) return 'it is a folder, not a file';
  if (stats.isFIFO()) return 'it is a named pipe; use "-" to read standard input';
  if (!stats.isFile()) return 'it is a device, not a file';
  return stats.size > LARGEST_SCENARIO_BYTES ? tooLarge : null;
}

const tooLarge = 'it is larger than 1 MiB';

function readText(descriptor: number, name: string): LoadedText {
  const buffer = Buffer.alloc(LARGEST_SCENARIO_BYTES + 1);
  let length = 0;
  try {
    for (;;) {
      const read = readSync(descriptor, buffer, length, buffer.length - length, null);
      if (read === 0) break;
      length += read;
      if (length > LARGEST_SCENARIO_BYTES) return refused(tooLarge);
    }
  } catch (error) {
    return refused(explain(error));
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      buffer.subarray(0, length),
    );
    return { kind: 'text', path: name, text };
  } catch {
    return refused('it is not UTF-8 text');
  }
}

function explain(error: unknown): string {
  switch (systemCodeOf(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'there is no such file';
    case 'EACCES':
    case 'EPERM':
      return 'it may not be read by this user';
    case 'EISDIR':
      return 'it is a folder, not a file';
    case 'ELOOP':
      return 'its symbolic links lead round in a circle';
    case 'ENAMETOOLONG':
      return 'its name is too long';
    case 'EAGAIN':
      return 'there is nothing to read on standard input';
    case null:
    default:
      return messageOf(error);
  }
}

function isInside(file: string, folder: string): boolean {
  const relative = path.relative(realpathSync(folder), file);
  return (
    relative !== '' &&
    relative !== '..' &&
    !relative.startsWith(`..${path.sep}`) &&
    !path.isAbsolute(relative)
  );
}

function refused(reason: string): LoadedText {
  return { kind: 'refused', reason };
}
