/** Results from earlier runs, read back from their files and checked before anything is made of them. */

import { closeSync, constants, fstatSync, openSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { ResultDocument } from '../models/result.ts';
import { mistakesOf, resultSchema } from '../models/result-schema.ts';
import { EXIT } from './exit-codes.ts';
import { Failure, messageOf, systemCodeOf } from './failure.ts';

const RESULT_FILE = 'result.json';
/** Some twenty times the document of a load run of a day. */
const LARGEST_RESULT_BYTES = 256 * 1024 * 1024;
const MOST_MISTAKES = 5;

/** Whether a name from the command line is that of a stored result rather than of a scenario. */
export function namesResult(file: string): boolean {
  return file.endsWith('.json') || isFolder(file);
}

/**
 * The result in a file, or in the result.json of a folder. Throws Failure with exit code 3 where there is none, where the file
 * is not JSON, or where the document is not one: the place in it and what was expected there.
 */
export function readResult(name: string): ResultDocument {
  const file = isFolder(name) ? path.join(name, RESULT_FILE) : name;
  const document = parsed(file, textOf(file));
  if (isRecord(document) && 'candidates' in document) {
    throw new Failure(EXIT.invalid, `${file}: this is a comparison, not a result`, {
      hint: 'name the results that it was made from, and they are compared again',
    });
  }
  if (isRecord(document) && 'probes' in document) {
    throw new Failure(EXIT.invalid, `${file}: this is a ramp, not a result`);
  }
  const checked = resultSchema.safeParse(document);
  if (checked.success) return checked.data;
  const version = isRecord(document) ? document['schemaVersion'] : undefined;
  const hint =
    typeof version === 'number' && version > 1
      ? 'it was written by a later version of headroom'
      : `a result is what "headroom simulate" and "headroom loadgen" write as ${RESULT_FILE}`;
  throw new Failure(
    EXIT.invalid,
    `${file}: not a result of headroom: ${mistakesOf(checked.error, MOST_MISTAKES).join('; ')}`,
    { hint },
  );
}

function textOf(file: string): string {
  try {
    // Without O_NONBLOCK, opening a named pipe would wait for its writer before we could see that it is one.
    const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = fstatSync(descriptor);
      if (!stats.isFile()) throw new Failure(EXIT.invalid, `${file}: it is not a regular file`);
      if (stats.size > LARGEST_RESULT_BYTES)
        throw new Failure(EXIT.invalid, `${file}: it is larger than 256 MiB`);
      return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(descriptor));
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(EXIT.invalid, `${file}: ${explain(error)}`, { cause: error });
  }
}

function explain(error: unknown): string {
  if (error instanceof TypeError) return 'it is not UTF-8 text';
  switch (systemCodeOf(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'there is no such file';
    case 'EACCES':
    case 'EPERM':
      return 'it may not be read by this user';
    case null:
    default:
      return messageOf(error);
  }
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Failure(EXIT.invalid, `${file}: it is not JSON: ${messageOf(error)}`, { cause: error });
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isFolder(name: string): boolean {
  return statSync(name, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
