/** Results from earlier runs, read back from their files and checked before anything is made of them. */

import { closeSync, constants, existsSync, fstatSync, openSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type * as z from 'zod';
import type { RampResult } from '../models/ramp-result.ts';
import { rampResultSchema } from '../models/ramp-result-schema.ts';
import type { ResultDocument } from '../models/result.ts';
import { mistakesOf, resultSchema } from '../models/result-schema.ts';
import { EXIT } from './exit-codes.ts';
import { Failure, messageOf, systemCodeOf } from './failure.ts';

const RESULT_FILE = 'result.json';
const RAMP_FILE = 'ramp.json';
/** Some twenty times the document of a load run of a day. */
const LARGEST_RESULT_BYTES = 256 * 1024 * 1024;
const MOST_MISTAKES = 5;

/** Whether a name from the command line is that of a stored result rather than of a scenario. */
export function namesResult(file: string): boolean {
  return file.endsWith('.json') || isFolder(file);
}

/** Stored documents that a command can read. */
export type StoredDocument =
  | { readonly kind: 'result'; readonly result: ResultDocument }
  | { readonly kind: 'ramp'; readonly ramp: RampResult };

/**
 * Reads the result or ramp in a file, or in the result.json or else the ramp.json of a folder. Throws Failure with exit
 * code 3 if the file is missing, is not JSON, or does not match the format. The message names the place in the document
 * and what was expected there.
 */
export function readStored(name: string): StoredDocument {
  const file = isFolder(name) ? fileIn(name) : name;
  const document = parsed(file, textOf(file));
  if (isRecord(document) && 'candidates' in document) {
    throw new Failure(EXIT.invalid, `${file}: this is a comparison, not a result`, {
      hint: 'name the results that it was made from, and they are compared again',
    });
  }
  return isRecord(document) && 'probes' in document
    ? { kind: 'ramp', ramp: checked(file, document, rampResultSchema, 'ramp') }
    : { kind: 'result', result: checked(file, document, resultSchema, 'result') };
}

/** All of one kind: results, or ramps. Throws Failure as `readStored` does, and for a mixture. */
export function readAlike(
  names: readonly string[],
): { readonly results: readonly ResultDocument[] } | { readonly ramps: readonly RampResult[] } {
  const documents = names.map((name) => ({ name, ...readStored(name) }));
  const ramps = documents.flatMap((one) => (one.kind === 'ramp' ? [one.ramp] : []));
  if (ramps.length === 0) {
    return { results: documents.flatMap((one) => (one.kind === 'result' ? [one.result] : [])) };
  }
  const other = documents.find(({ kind }) => kind !== 'ramp');
  if (other !== undefined) throw mixture(documents.find(({ kind }) => kind === 'ramp')!.name, other.name);
  return { ramps };
}

/** That one is a ramp and the other is not. */
export function mixture(ramp: string, other: string): Failure {
  return new Failure(
    EXIT.invalid,
    `${ramp} is a ramp and ${other} is not: a ramp is compared with ramps only`,
    {
      hint: 'name results and scenarios in one comparison, and ramps in another',
    },
  );
}

function checked<T>(file: string, document: unknown, schema: z.ZodType<T>, what: 'result' | 'ramp'): T {
  const found = schema.safeParse(document);
  if (found.success) return found.data;
  const version = isRecord(document) ? document['schemaVersion'] : undefined;
  const writtenBy = {
    result: `a result is what "headroom simulate" and "headroom loadgen" write as ${RESULT_FILE}`,
    ramp: `a ramp is what "headroom loadgen --ramp" writes as ${RAMP_FILE}`,
  };
  const hint =
    typeof version === 'number' && version > 1
      ? 'it was written by a later version of headroom'
      : writtenBy[what];
  throw new Failure(
    EXIT.invalid,
    `${file}: not a ${what} of headroom: ${mistakesOf(found.error, MOST_MISTAKES).join('; ')}`,
    { hint },
  );
}

/** A folder that holds neither is said to lack a result. */
function fileIn(folder: string): string {
  const [result, ramp] = [path.join(folder, RESULT_FILE), path.join(folder, RAMP_FILE)];
  return !existsSync(result) && existsSync(ramp) ? ramp : result;
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
