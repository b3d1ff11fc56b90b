import type { RampResult } from '../models/ramp-result.ts';
import type { ResultDocument } from '../models/result.ts';
import { rampVerdict } from '../reports/ramp-figures.ts';
import { verdictOf } from '../reports/verdict-text.ts';
import { EXIT } from './exit-codes.ts';

/** The exit code of one result, simulated or measured: that of the word which its summary begins with. */
export function exitCodeOfResult(result: ResultDocument): number {
  switch (verdictOf(result).kind) {
    case 'holds':
    case 'no objectives':
      return EXIT.done;
    case 'not met':
    case 'wrong data':
      return EXIT.objectiveMissed;
    case 'undecided':
      return EXIT.undecided;
    case 'invalid':
      return EXIT.generatorLimit;
  }
}

/** The exit code of a ramp: whether the target holds the load itself. */
export function exitCodeOfRamp({ headroom }: RampResult): number {
  switch (rampVerdict(headroom)) {
    case 'holds':
      return EXIT.done;
    case 'does not hold':
      return EXIT.objectiveMissed;
    case 'undecided':
      return EXIT.undecided;
  }
}

/** One candidate that holds is enough, and only where each is known to miss do all miss: 0, else 8, else 7, else 4. */
export function exitCodeOfBest(candidates: readonly number[]): number {
  const best = [EXIT.done, EXIT.undecided, EXIT.generatorLimit].find((code) => candidates.includes(code));
  return best ?? EXIT.objectiveMissed;
}

/** The exit code of a verdict, or with `--no-gate` that of work that is done. */
export function gated(verdict: number, noGate: boolean): number {
  return noGate ? EXIT.done : verdict;
}
