import { constants } from 'node:os';

/**
 * What the exit code of every command says. A run ended by a signal exits with 128 plus the signal's number: 130 after
 * Ctrl-C.
 */
export const EXIT = {
  /** Done, and every objective and headroom policy is met. For `compare`: by at least one candidate. */
  done: 0,
  /** A mistake of Headroom's own. */
  bug: 1,
  /** Wrong usage: an unknown command or option, an impossible combination, an output folder that cannot be used. */
  usage: 2,
  /** The scenario or another input is invalid or cannot be read. */
  invalid: 3,
  /** Done, but an objective or headroom policy is missed. For `compare`: no candidate meets them all. */
  objectiveMissed: 4,
  /** Nothing was done to the target, as it could have done harm there; or as it is the first time, and that needs `--yes`. */
  refused: 5,
  /** A guard stopped the load: what was measured until then is told. */
  guarded: 6,
} as const;

export function exitCodeOfSignal(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}
