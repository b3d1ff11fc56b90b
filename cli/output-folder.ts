/**
 * The folder given by `--out`. Headroom writes its own documents there again and again, and never over a file of someone
 * else: a folder that holds files of these names is only used if it also holds a document that Headroom wrote.
 */

import {
  accessSync,
  constants,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { EXIT } from './exit-codes.ts';
import { Failure, messageOf, systemCodeOf } from './failure.ts';

const DOCUMENTS = ['result.json', 'comparison.json', 'ramp.json'] as const;
const OUTPUTS = [
  ...DOCUMENTS,
  'report.html',
  'timeline.csv',
  'metrics.csv',
  'objectives.csv',
  'comparison.csv',
  'differences.csv',
  'latency.hlog',
] as const;

const OUR_DOCUMENT = z.object({ tool: z.object({ name: z.literal('headroom') }) });

export type OutputName = (typeof OUTPUTS)[number];

/** Creates the folder if needed, so that a folder that cannot be used is refused before a long run, not after it. */
export function prepareOutputFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Failure(EXIT.usage, `cannot write to the folder ${folder}: ${explain(error)}`, {
      cause: error,
    });
  }
  const present = OUTPUTS.filter(
    (name) => statSync(path.join(folder, name), { throwIfNoEntry: false }) !== undefined,
  );
  const first = present[0];
  if (first !== undefined && !DOCUMENTS.some((name) => isOurs(path.join(folder, name)))) {
    throw new Failure(EXIT.usage, `${path.join(folder, first)} exists and was not written by headroom`, {
      hint: 'name another folder with --out, or move the file away',
    });
  }
}

/** Each file appears whole or not at all. Texts are written as they are: secrets were taken out of what they are made of. */
export function writeOutputs(folder: string, outputs: Readonly<Partial<Record<OutputName, string>>>): void {
  for (const [name, text] of Object.entries(outputs)) {
    const target = path.join(folder, name);
    const temporary = path.join(folder, `.${name}.${process.pid}.tmp`);
    try {
      writeFileSync(temporary, text);
      renameSync(temporary, target);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw new Failure(EXIT.usage, `cannot write ${target}: ${explain(error)}`, { cause: error });
    }
  }
}

function isOurs(file: string): boolean {
  try {
    return OUR_DOCUMENT.safeParse(JSON.parse(readFileSync(file, 'utf8'))).success;
  } catch {
    return false;
  }
}

function explain(error: unknown): string {
  switch (systemCodeOf(error)) {
    case 'EEXIST':
    case 'ENOTDIR':
      return 'there is a file of this name';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'it may not be written by this user';
    case 'ENOSPC':
    case 'EDQUOT':
      return 'no space is left';
    case null:
    default:
      return messageOf(error);
  }
}
