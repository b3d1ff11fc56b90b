/** Ctrl-C, and the other signals by which the program is asked to end. */

import { exitCodeOfSignal } from './exit-codes.ts';
import { Failure } from './failure.ts';

/** One Ctrl-C may arrive twice, from the terminal and from the program's parent. */
const SAME_SIGNAL_MILLISECONDS = 300;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Error with which the first signal ends all work in flight. */
export class Interruption extends Failure {
  readonly signal: NodeJS.Signals;

  constructor(signal: NodeJS.Signals) {
    super(exitCodeOfSignal(signal), 'interrupted');
    this.signal = signal;
  }

  /** Ends the program: what still waits for a target would keep it for as long as its patience. */
  exit(): void {
    if (process.getActiveResourcesInfo().some((each) => each.startsWith('FSReq'))) dieOf(this.signal);
    else process.exit();
  }
}

/**
 * To be called once. Aborts with an Interruption, so that what was begun is ended in order. A second signal ends the program there
 * and then.
 */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  let first: number | null = null;
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      const now = performance.now();
      if (first !== null && now - first > SAME_SIGNAL_MILLISECONDS) dieOf(signal);
      first ??= now;
      controller.abort(new Interruption(signal));
    });
  }
  return controller.signal;
}

/** Ends by the signal itself: an exit waits for all threads, and one may be in a call on a target that never returns. */
function dieOf(signal: NodeJS.Signals): void {
  for (const each of SIGNALS) process.removeAllListeners(each);
  process.kill(process.pid, signal);
}
