/**
 * Mutants of the sources: what they would be with one small mistake, made by Stryker's instrumenter. That is installed by
 * `npm run test:mutants` alone: it brings a compiler that nothing else needs.
 */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { RandomStream } from '../../sim/kernel/stream.ts';

export interface Mutant {
  /** Its place, such as `sim/kernel/station.ts:10:5`. */
  readonly place: string;
  readonly file: string;
  readonly original: string;
  readonly replacement: string;
  /** The file with the mistake. */
  readonly text: string;
}

const INSTRUMENTER: string = '@stryker-mutator/instrumenter';

interface Place {
  /** From 0 on. */
  readonly line: number;
  readonly column: number;
}

interface InstrumenterModule {
  readonly Instrumenter: new (
    logger: object,
  ) => {
    instrument(
      files: readonly { readonly name: string; readonly mutate: true; readonly content: string }[],
      options: object,
    ): Promise<{
      readonly mutants: readonly {
        readonly location: { readonly start: Place; readonly end: Place };
        readonly replacement: string;
        readonly status?: string;
      }[];
    }>;
  };
}

/** Mutations of text that nobody computes with: a message may say something else. */
const EXCLUDED = ['StringLiteral'];

const nothing = (): void => {};
const never = (): boolean => false;
/** Stryker's logger, which says nothing. */
const silent = {
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  fatal: nothing,
  isTraceEnabled: never,
  isDebugEnabled: never,
  isInfoEnabled: never,
  isWarnEnabled: never,
  isErrorEnabled: never,
  isFatalEnabled: never,
};

/** Returns `count` mutants of the files, drawn from a seed; all of them if there are fewer. */
export async function drawMutants(
  root: string,
  files: readonly string[],
  count: number,
  seed: string,
): Promise<Mutant[]> {
  const { Instrumenter } = (await import(INSTRUMENTER)) as InstrumenterModule;
  const instrumenter = new Instrumenter(silent);
  const mutants: Mutant[] = [];
  for (const file of files) {
    const text = readFileSync(path.join(root, file), 'utf8');
    const options = { plugins: [], excludedMutations: EXCLUDED, ignorers: [], noHeader: true };
    const made = await instrumenter.instrument([{ name: file, mutate: true, content: text }], options);
    const starts = lineStarts(text);
    for (const { location, replacement, status } of made.mutants) {
      if (status === 'Ignored') continue;
      const from = starts[location.start.line]! + location.start.column;
      const to = starts[location.end.line]! + location.end.column;
      mutants.push({
        place: `${file}:${location.start.line + 1}:${location.start.column + 1}`,
        file,
        original: text.slice(from, to),
        replacement,
        text: text.slice(0, from) + replacement + text.slice(to),
      });
    }
  }
  const stream = new RandomStream(`mutants ${seed}`);
  return mutants
    .map((mutant) => ({ mutant, rank: stream.uniform() }))
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, count)
    .map(({ mutant }) => mutant);
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
