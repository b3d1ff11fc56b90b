/**
 * The folder given by `--out`. Headroom overwrites its own documents there, and never a file of someone else. A folder
 * with files of these names is used only if it also holds a document that Headroom wrote.
 */

import { accessSync, constants, mkdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { EXIT } from './exit-codes.ts';
import { Failure } from './failure.ts';
import { isOfStorage, outputFailure, reasonOf } from './output/output-failure.ts';
import { removeLeftTemporaries } from './output/temporary-files.ts';
import { replaceFile } from './output/whole-file.ts';

const DOCUMENTS = ['result.json', 'comparison.json', 'ramp.json'] as const;
const OUTPUTS = [
  ...DOCUMENTS,
  'report.html',
  'timeline.csv',
  'metrics.csv',
  'objectives.csv',
  'faults.csv',
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
    if (isOfStorage(error)) throw outputFailure(`to the folder ${folder}`, error);
    throw new Failure(EXIT.usage, `cannot write to the folder ${folder}: ${reasonOf(error)}`, {
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
  removeLeftTemporaries(folder, OUTPUTS);
}

/** Writes one file, which appears whole or not at all. The text is written as it is. Throws as `replaceFile` does. */
export function writeOutput(folder: string, name: OutputName, text: string): void {
  replaceFile(path.join(folder, name), text);
}

function isOurs(file: string): boolean {
  try {
    return OUR_DOCUMENT.safeParse(JSON.parse(readFileSync(file, 'utf8'))).success;
  } catch {
    return false;
  }
}
