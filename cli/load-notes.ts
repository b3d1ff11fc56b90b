/** Lines for the person who starts a load: how it gets on, and what is left on the target. */

import { filesToMake, type LoadPlan } from '../loadgen/plan/load-plan.ts';
import type { Contact, SandboxedEvents, SandboxedOutcome } from '../loadgen/run/run-in-sandbox.ts';
import { redact } from '../loadgen/safety/redact.ts';
import { formatQuantity } from '../models/units.ts';
import type { LiveView } from './live/live-view.ts';
import { shellWords } from './shell-words.ts';
import { note } from './terminal.ts';

/** How often it is told how many files have been made. */
const PREPARED_MILLISECONDS = 3000;

/** What is told of a load while it goes on. */
export function loadEventsOf(view: LiveView | null, plan: LoadPlan): SandboxedEvents {
  const { files, bytes } = filesToMake(plan);
  const all = `${formatQuantity(files, 'count')} files, ${formatQuantity(bytes, 'bytes')}`;
  let told = performance.now();
  return {
    onPreparing: () => view?.phase(`making ${all}`),
    onPrepared: (made, madeBytes) => {
      if (performance.now() - told < PREPARED_MILLISECONDS) return;
      told = performance.now();
      view?.phase(
        `making ${all}: ${formatQuantity(made, 'count')}, ${formatQuantity(madeBytes, 'bytes')} so far`,
      );
    },
    onStart: () => view?.phase('starting'),
    onSecond: (second) => view?.second(second),
    onCleaning: () => view?.phase('cleaning up'),
  };
}

/** Others that have used the target. */
export function tellOfLeftRuns({ leftRuns }: Contact, url: string): void {
  for (const { run, state } of leftRuns) {
    if (state === 'running') note(`headroom: run ${run} is going on there as well`);
    else note(`headroom: run ${run} left files there: headroom clean --target ${shellWords([redact(url)])}`);
  }
}

/** What is still on the target. */
export function tellOfFiles({ outcome, cleaned }: SandboxedOutcome, url: string): void {
  const clean = `headroom clean --target ${shellWords([redact(url)])}`;
  if (cleaned === null) {
    note(`headroom: the files of run ${outcome.runId} are still there: ${clean}`);
    return;
  }
  if (cleaned.leftCount === 0) return;
  note(`headroom: ${cleaned.leftCount} entries were left, as they are not what run ${outcome.runId} made:`);
  for (const { path, reason, detail } of cleaned.left.slice(0, LEFT_SHOWN)) {
    note(`  ${path}: ${reason}${detail === '' ? '' : `, ${detail}`}`);
  }
}

const LEFT_SHOWN = 10;
