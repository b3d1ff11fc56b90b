import { constants } from 'node:os';

/**
 * The exit codes of all commands. A run ended by a signal exits with 128 plus the signal's number: 130 after Ctrl-C.
 * Codes of a verdict (4, 7, 8) are 0 with `--no-gate`.
 */
export const EXIT = {
  /** Done, and every objective and headroom policy is met. For `compare`: by at least one candidate. */
  done: 0,
  /** A mistake of Headroom's own. */
  bug: 1,
  /** Wrong usage: an unknown command or option, an impossible combination, an output folder that cannot be used. */
  usage: 2,
  /** The scenario or another input is invalid, cannot be read or costs more than it may, or a target cannot be reached. */
  invalid: 3,
  /** Done, but an objective or headroom policy is missed, or a target gave wrong data. For `compare`: no candidate meets them all. */
  objectiveMissed: 4,
  /** Nothing was done to the target, as it could have done harm there; or as it is the first time, and that needs `--yes`. */
  refused: 5,
  /** A guard stopped the load: what was measured until then is told. */
  guarded: 6,
  /** Invalid: the load generator was the limit, so that nothing is known of the target. */
  generatorLimit: 7,
  /** Undecided: what was observed does not tell whether the objectives are met, or a search found no answer. */
  undecided: 8,
  /** The output could not be written: a full disk, a device that fails. */
  output: 9,
  /** The system gives this process too few open files or threads, or too little memory. */
  system: 10,
} as const;

/** The same in the words of the help and of the scripts for shells. */
export const EXIT_MEANINGS = [
  [`${EXIT.done}`, 'done, and every objective met'],
  [`${EXIT.bug}`, 'a bug of headroom'],
  [`${EXIT.usage}`, 'wrong usage'],
  [`${EXIT.invalid}`, 'an invalid scenario or input, or an unreachable target'],
  [`${EXIT.objectiveMissed}`, 'done, and an objective missed'],
  [`${EXIT.refused}`, 'refused: nothing was done to the target'],
  [`${EXIT.guarded}`, 'a guard stopped the load'],
  [`${EXIT.generatorLimit}`, 'invalid: the load generator was the limit'],
  [`${EXIT.undecided}`, 'undecided: the run or the search gave no answer'],
  [`${EXIT.output}`, 'the output could not be written: a full disk'],
  [`${EXIT.system}`, 'too few open files or threads, or too little memory'],
  ['128+n', 'ended by signal n'],
] as const;

export function exitCodeOfSignal(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}
