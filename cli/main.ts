/** The process: arguments, signals and streams in, exit code out. Whatever goes wrong is one clear message on stderr. */

import { exitCodeOfSignal } from './exit-codes.ts';
import { explain } from './explain.ts';
import { Failure } from './failure.ts';
import { runProgram } from './program.ts';
import { note, tolerateClosedPipes } from './terminal.ts';

/** One Ctrl-C may arrive twice, from the terminal and from the program's parent. */
const SAME_SIGNAL_MILLISECONDS = 300;

/**
 * Aborts with a Failure that carries the exit code of the signal, so that what was begun is ended in order. A second signal
 * ends the program there and then.
 */
function interruption(): AbortSignal {
  const controller = new AbortController();
  let first: number | null = null;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      const now = performance.now();
      if (first !== null && now - first > SAME_SIGNAL_MILLISECONDS) process.exit(exitCodeOfSignal(signal));
      first ??= now;
      controller.abort(new Failure(exitCodeOfSignal(signal), 'interrupted'));
    });
  }
  return controller.signal;
}

tolerateClosedPipes();
const signal = interruption();
const words = process.argv.slice(2);
if (words.includes('--no-color')) {
  delete process.env['FORCE_COLOR'];
  process.env['NO_COLOR'] = '1';
}
try {
  process.exitCode = await runProgram(
    words.filter((word) => word !== '--no-color'),
    signal,
  );
} catch (error) {
  const { exitCode, lines } = explain(error, process.env['HEADROOM_DEBUG'] === '1');
  for (const line of lines) note(line);
  process.exitCode = exitCode;
  // What still waits for a target would keep the process for as long as its patience.
  if (error === signal.reason) process.exit();
}
