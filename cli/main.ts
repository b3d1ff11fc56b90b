/** The process: arguments, signals and streams in, exit code out. Whatever goes wrong is one clear message on stderr. */

import { exitCodeOfSignal } from './exit-codes.ts';
import { explain } from './explain.ts';
import { Failure } from './failure.ts';
import { runProgram } from './program.ts';
import { note, tolerateClosedPipes } from './terminal.ts';

/** One Ctrl-C may arrive twice, from the terminal and from the program's parent. */
const SAME_SIGNAL_MILLISECONDS = 300;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What everything under way is ended with by the first signal. */
class Interruption extends Failure {
  readonly signal: NodeJS.Signals;

  constructor(signal: NodeJS.Signals) {
    super(exitCodeOfSignal(signal), 'interrupted');
    this.signal = signal;
  }
}

/** Aborts with an Interruption, so that what was begun is ended in order. A second signal ends the program there and then. */
function interruption(): AbortSignal {
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

tolerateClosedPipes();
const words = process.argv.slice(2);
if (words.includes('--no-color')) {
  delete process.env['FORCE_COLOR'];
  process.env['NO_COLOR'] = '1';
}
try {
  process.exitCode = await runProgram(
    words.filter((word) => word !== '--no-color'),
    interruption(),
  );
} catch (error) {
  const { exitCode, lines } = explain(error, process.env['HEADROOM_DEBUG'] === '1');
  for (const line of lines) note(line);
  process.exitCode = exitCode;
  if (error instanceof Interruption) {
    // What still waits for a target would keep the process for as long as its patience.
    if (process.getActiveResourcesInfo().some((each) => each.startsWith('FSReq'))) dieOf(error.signal);
    else process.exit();
  }
}
