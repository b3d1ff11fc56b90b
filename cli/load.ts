/** `headroom loadgen` without a ramp: one load on a target, told and stored. */

import type { LoadPlan } from '../loadgen/plan/load-plan.ts';
import { loadResult } from '../loadgen/result/load-result.ts';
import { LoadSafety, type SafetyLimits } from '../loadgen/run/load-safety.ts';
import { runInSandbox, type SandboxedOutcome, type SandboxedRequest } from '../loadgen/run/run-in-sandbox.ts';
import { redact } from '../loadgen/safety/redact.ts';
import type { LoadEnding } from '../models/load-section.ts';
import type { ResultDocument } from '../models/result.ts';
import type { Studio } from '../models/studio.ts';
import { passes } from '../models/verdict.ts';
import { terminalSummary } from '../reports/terminal-summary.ts';
import { EXIT } from './exit-codes.ts';
import { toJson } from './json.ts';
import { startLiveView } from './live/live-view.ts';
import { loadEventsOf, tellOfFiles } from './load-notes.ts';
import { writeLoadOutputs } from './load-outputs.ts';
import type { LoadTelling } from './load-telling.ts';
import { note, print, terminalOptionsOf } from './terminal.ts';
import { toolOf } from './tool.ts';

export interface LoadRunRequest extends Omit<SandboxedRequest, 'budget'> {
  readonly plan: LoadPlan;
  readonly limits: SafetyLimits;
  /** Whether the target has been used before: then it holds a marker. */
  readonly hasMarker: boolean;
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
  const sandboxed = await watchedLoad(run, options, signal);
  const { outcome } = sandboxed;
  tellOfFiles(sandboxed, run.location.url);
  const result = loadResult(whole, outcome, { tool: toolOf(), scenario: input.scenario, command });
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
  { limits, hasMarker, ...request }: Omit<LoadRunRequest, 'whole'>,
  { quiet, events }: LoadTelling['options'],
  signal: AbortSignal,
): Promise<SandboxedOutcome> {
  const { location, plan, settings } = request;
  const { studio, speed } = settings;
  const view = quiet
    ? null
    : startLiveView(process.stderr, {
        studio,
        title: `${studio.name} on ${redact(location.url)}`,
        durationSeconds: studio.run.durationSeconds / speed,
        events,
      });
  let safety: LoadSafety | null = null;
  try {
    view?.phase('looking how the target fares before the load');
    safety = await LoadSafety.open(location, hasMarker, limits);
    await safety.admit(plan);
    const { budget, watches } = safety;
    return await runInSandbox({ ...request, budget }, loadEventsOf(view, plan), watches, signal);
  } finally {
    view?.end();
    await safety?.close();
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
