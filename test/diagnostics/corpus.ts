/**
 * The corpus of faulty scenarios: each `x.yaml` beside `x.out`, which is what is said about it. Comment lines at the top of
 * a scenario give the options it is loaded with: "# --set run.duration=2h", "# --variant bigger", "# --max-cost 1h". Files below base/ are
 * what scenarios of the corpus extend.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { costExaminer, costLimitOf } from '../../cli/cost-limit.ts';
import type { LoadOptions } from '../../models/scenario/load.ts';
import type { LoadText } from '../../models/scenario/load-text.ts';

export const CORPUS_FOLDER = import.meta.dirname;

export interface FaultyScenario {
  /** File name without its ending. */
  readonly name: string;
  readonly text: string;
  readonly options: Pick<LoadOptions, 'sets' | 'variant' | 'examine'>;
}

export function faultyScenarios(): readonly FaultyScenario[] {
  return readdirSync(CORPUS_FOLDER)
    .filter((file) => file.endsWith('.yaml'))
    .toSorted()
    .map((file) => {
      const text = readFileSync(path.join(CORPUS_FOLDER, file), 'utf8');
      const given = (option: string) =>
        [...text.matchAll(/^# (--[\w-]+) (.*)$/gm)]
          .filter((match) => match[1] === option)
          .map((match) => match[2] ?? '');
      const [variant] = given('--variant');
      const [cost] = given('--max-cost');
      return {
        name: path.basename(file, '.yaml'),
        text,
        options: {
          sets: given('--set'),
          ...(variant === undefined ? {} : { variant }),
          ...(cost === undefined ? {} : { examine: costExaminer(costLimitOf({ 'max-cost': cost })) }),
        },
      };
    });
}

/** Reads files of the corpus, told by their path from its folder. */
export const loadFromCorpus: LoadText = (file, from) => {
  const name = path.posix.join(path.posix.dirname(from), file);
  const full = path.join(CORPUS_FOLDER, name);
  return existsSync(full)
    ? { kind: 'text', path: name, text: readFileSync(full, 'utf8') }
    : { kind: 'refused', reason: 'there is no such file' };
};
