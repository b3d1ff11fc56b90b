import { constants } from 'node:os';

/**
 * What the exit code of every command says. Codes 5 (refused for safety) and 6 (stopped by a guard) are kept for runs
 * against a real target. A run ended by a signal exits with 128 plus the signal's number: 130 after Ctrl-C.
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
} as const;

export function exitCodeOfSignal(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}
