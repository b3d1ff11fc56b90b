/** `headroom loadgen` without a ramp: one load on a target, told and stored. */

import { loadResult } from '../loadgen/result/load-result.ts';
import type { LoadOutcome } from '../loadgen/run/load-outcome.ts';
import { LoadSafety, type SafetyLimits } from '../loadgen/run/load-safety.ts';
import type { SandboxedLoad } from '../loadgen/run/load-sandbox.ts';
import { runInSandbox, type Sandboxed, type SandboxRequest } from '../loadgen/run/run-in-sandbox.ts';
import type { LoadEnding } from '../models/load-section.ts';
import type { ResultDocument } from '../models/result.ts';
import type { Studio } from '../models/studio.ts';
import { passes } from '../models/verdict.ts';
import { terminalSummary } from '../reports/terminal-summary.ts';
import { EXIT } from './exit-codes.ts';
import { toJson } from './json.ts';
import { startLiveView } from './live/live-view.ts';
import { loadEventsOf, tellOfKeptFiles, tellOfLeftFiles } from './load-notes.ts';
import { writeLoadOutputs } from './load-outputs.ts';
import type { LoadTelling } from './load-telling.ts';
import { note, print, terminalOptionsOf } from './terminal.ts';
import { toolOf } from './tool.ts';
import { documentWithoutSecrets, withoutSecrets } from './without-secrets.ts';

export interface LoadRunRequest
  extends Omit<SandboxRequest, 'seed' | 'onCleaning'>,
    Omit<SandboxedLoad, 'safety' | 'pool'> {
  readonly limits: SafetyLimits;
  /** The whole scenario, whose objectives are judged; `settings.studio` is the part of it that is performed. */
  readonly whole: Studio;
}

/** Resolves to the exit code. Rejects as `runInSandbox` does, and with the signal's reason once it has told what was found. */
export async function runLoadCommand(
  request: LoadRunRequest,
  { input, command, options }: LoadTelling,
  signal: AbortSignal,
): Promise<number> {
  const { whole, ...run } = request;
  const { json, out } = options;
  const { result: outcome, cleaned } = await watchedLoad(run, options, signal);
  if (run.keepFiles) tellOfKeptFiles(outcome.runId, run.location.url);
  if (cleaned !== null) tellOfLeftFiles(cleaned);
  const result = documentWithoutSecrets(
    loadResult(whole, outcome, { tool: toolOf(), scenario: input.scenario, command }),
  );
  await print(json ? toJson(result) : terminalSummary(result, terminalOptionsOf(process.stdout)));
  if (out !== undefined) {
    const report = await writeLoadOutputs(out, result, outcome, { scenarioText: input.text, command });
    if (json) note(`Report: ${report}`);
    else await print(`\nReport: ${report}\n`);
  }
  return exitCodeOf(outcome.ending, result, options['no-gate'], signal);
}

/** From the look at how the target fares before the load to the last file that is taken away, with a live view. */
async function watchedLoad(
  { limits, ...request }: Omit<LoadRunRequest, 'whole'>,
  { quiet, events }: LoadTelling['options'],
  signal: AbortSignal,
): Promise<Sandboxed<LoadOutcome>> {
  const { location, consents, keepFiles, settings } = request;
  const { studio, speed } = settings;
  const view = quiet
    ? null
    : startLiveView(process.stderr, {
        studio,
        title: `${studio.name} on ${withoutSecrets(location.url)}`,
        durationSeconds: studio.run.durationSeconds / speed,
        events,
      });
  const onCleaning = () => view?.phase('cleaning up');
  const asked = { location, consents, seed: studio.run.seed, keepFiles, onCleaning };
  try {
    return await runInSandbox(asked, async (sandbox) => {
      view?.phase('looking how the target fares before the load');
      const safety = await LoadSafety.open(location, limits);
      try {
        return await sandbox.load({ ...request, safety }, loadEventsOf(view), signal);
      } finally {
        await safety.close();
      }
    });
  } finally {
    view?.end();
  }
}

function exitCodeOf(
  ending: LoadEnding,
  result: ResultDocument,
  noGate: boolean,
  signal: AbortSignal,
): number {
  switch (ending.kind) {
    case 'interrupted':
      throw signal.reason;
    case 'guard':
      return EXIT.guarded;
    case 'finished':
      return passes(result) || noGate ? EXIT.done : EXIT.objectiveMissed;
  }
}
