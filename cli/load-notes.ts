/** Lines for the person who starts a load: how it gets on, and what is left on the target. */

import type { SandboxedEvents } from '../loadgen/run/load-sandbox.ts';
import type { Cleaning, Contact } from '../loadgen/run/run-in-sandbox.ts';
import type { CleanReport } from '../loadgen/safety/clean-report.ts';
import { formatQuantity } from '../models/units.ts';
import { EXIT } from './exit-codes.ts';
import { Failure } from './failure.ts';
import type { LiveView } from './live/live-view.ts';
import { shellWords } from './shell-words.ts';
import { failureOfTarget } from './target-options.ts';
import { tell } from './tell.ts';
import { note } from './terminal.ts';

/** How often it is told how many files have been made. */
const PREPARED_MILLISECONDS = 3000;

/** Returns handlers that report the progress of a load while it runs. */
export function loadEventsOf(view: LiveView | null): SandboxedEvents {
  let all = '';
  let told = performance.now();
  return {
    onPreparing: ({ bases, empty, bytes }) => {
      const files = bases.length + empty.length;
      all = `${formatQuantity(files, 'count')} files, ${formatQuantity(bytes, 'bytes')}`;
      view?.phase(`making ${all}`);
    },
    onPrepared: (made, madeBytes) => {
      if (performance.now() - told < PREPARED_MILLISECONDS) return;
      told = performance.now();
      view?.phase(
        `making ${all}: ${formatQuantity(made, 'count')}, ${formatQuantity(madeBytes, 'bytes')} so far`,
      );
    },
    onStart: () => view?.phase('starting'),
    onSecond: (second) => view?.second(second),
  };
}

/** Others that have used the target. */
export function warnLeftoverRuns({ leftRuns }: Contact, url: string): void {
  for (const { run, state } of leftRuns) {
    if (state === 'running') note(`headroom: run ${run} is going on there as well`);
    else note(`headroom: run ${run} left files there: headroom clean --target ${shellWords([url])}`);
  }
}

/** Tells what became of the files of a run. Returns the exit code of that alone. */
export function reportCleaning(cleaning: Cleaning, run: string, url: string): number {
  const clean = `headroom clean --target ${shellWords([url])}`;
  switch (cleaning.kind) {
    case 'nothing made':
      return EXIT.done;
    case 'kept':
      note(`headroom: the files of run ${run} are still there: ${clean}`);
      return EXIT.done;
    case 'cleaned':
      warnLeftoverFiles(cleaning.report);
      return EXIT.done;
    case 'failed': {
      const failure = failureOfTarget(cleaning.error);
      if (!(failure instanceof Failure)) return tell(failure);
      const message = `the files of run ${run} could not all be taken away: ${failure.message}`;
      return tell(new Failure(failure.exitCode, message, { hint: `try again: ${clean}`, cause: failure }));
    }
  }
}

/** Warns about files that clean-up had to leave. */
function warnLeftoverFiles({ run, left, leftCount }: CleanReport): void {
  if (leftCount === 0) return;
  note(`headroom: ${leftCount} entries were left, as they are not what run ${run} made:`);
  for (const { path, reason, detail } of left.slice(0, LEFT_SHOWN)) {
    note(`  ${path}: ${reason}${detail === '' ? '' : `, ${detail}`}`);
  }
}

const LEFT_SHOWN = 10;
