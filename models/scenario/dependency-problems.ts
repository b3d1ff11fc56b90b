/** Problems with the stages after which others come. */

import { error, type Problem } from './problem.ts';
import { didYouMean, listed, quoted } from './problem-words.ts';

export const unknownStage = (name: string, known: readonly string[]): Problem =>
  error('HR431', `no stage is called ${quoted(name)}`, didYouMean(name, known) ?? listed('there are', known));

/** `names` begins and ends with the same stage. */
export const stagesInCycle = (names: readonly string[]): Problem =>
  error('HR432', `these stages wait for each other: ${names.join(' -> ')}`, 'remove one "after" of them');

export const stageNeverEnds = (name: string): Problem =>
  error(
    'HR433',
    `${quoted(name)} never ends: its work arrives for as long as the run lasts`,
    'name a stage that releases work at stated times, or that stops at a time of day',
  );

export const notBesideAfter = (key: string): Problem =>
  error(
    'HR434',
    `${quoted(key)} cannot be combined with "after"`,
    'remove it; "at" beside "after" is the time of day before which nothing is released',
  );
