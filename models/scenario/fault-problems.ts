/** Every mistake that faults of a scenario can hold. Codes are HR45x. */

import { formatQuantity } from '../units.ts';
import { error } from './problem.ts';
import { didYouMean, listed, quoted } from './problem-words.ts';

export const unknownTarget = (target: string, known: readonly string[]) =>
  error(
    'HR451',
    `nothing that can fail is called ${quoted(target)}`,
    didYouMean(target, known) ?? listed('there are', known),
  );

export const noSuchMember = (whole: string, member: string, text: string, count: number, last: string) =>
  error(
    'HR452',
    `${whole} has no ${member} ${quoted(text)}: it has ${formatQuantity(count, 'count')}, numbered from 0`,
    `the last is "${last}"`,
  );

export const failsAsAWhole = (target: string) =>
  error('HR453', `${quoted(target)} fails as a whole`, `write "fail: ${target}"`);

export const noWholeGpus = (share: string, farm: string, gpus: number, left: number) =>
  error(
    'HR454',
    `${share} of the ${gpus === 1 ? 'only GPU' : `${gpus} GPUs`} of ${farm} is ${left === 0 ? 'no whole GPU' : 'all of them'}`,
    left === 0 ? `write "fail: ${farm}" where none is left` : 'lower the share, or remove the fault',
  );

export const faultsOverlap = (other: string, line: number, target: string) =>
  error(
    'HR455',
    `${quoted(other)}, on line ${line}, changes ${target} at the same time`,
    'let one be repaired before the other begins, or make them one fault',
  );

export const faultsInRepeatedDays = () =>
  error(
    'HR456',
    '"faults" cannot be combined with "until: steady"',
    'a fault strikes once: remove "until" and give the run a duration in which the fault and its end fall',
  );

export const malformedFaultTime = (text: string) =>
  error('HR457', `${quoted(text)} is not a day and a time of day`, 'write it like "day 3 23:00"');
