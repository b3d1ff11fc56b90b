/** `headroom loadgen` without a ramp: one load on a target, told and stored. */

import { closing } from '../loadgen/first-error.ts';
import { loadResult } from '../loadgen/result/load-result.ts';
import type { LoadOutcome } from '../loadgen/run/load-outcome.ts';
import { LoadSafety, type SafetyLimits } from '../loadgen/run/load-safety.ts';
import type { SandboxedLoad } from '../loadgen/run/load-sandbox.ts';
import { runInSandbox, type SandboxRequest } from '../loadgen/run/run-in-sandbox.ts';
import type { LoadEnding } from '../models/load-section.ts';
import type { ResultDocument } from '../models/result.ts';
import type { Studio } from '../models/studio.ts';
import { conclude, deliver } from './delivery.ts';
import { EXIT } from './exit-codes.ts';
import { startLiveView } from './live/live-view.ts';
import { loadEventsOf, reportCleaning } from './load-notes.ts';
import { loadFindings } from './load-outputs.ts';
import type { RunReporting } from './run-reporting.ts';
import { failureOfTarget } from './target-options.ts';
import { screen } from './terminal.ts';
import { toolOf } from './tool.ts';
import { exitCodeOfResult, gated } from './verdict-code.ts';
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
  reporting: RunReporting,
  signal: AbortSignal,
): Promise<number> {
  const { location, consents, keepFiles, limits, whole, ...load } = request;
  const { quiet, events, 'no-gate': noGate } = reporting.options;
  const { studio, speed } = load.settings;
  const view = quiet
    ? null
    : startLiveView(screen, {
        studio,
        title: `${studio.name} on ${withoutSecrets(location.url)}`,
        durationSeconds: studio.run.durationSeconds / speed,
        allowedLatenessSeconds: load.allowedLatenessSeconds,
        events,
      });
  const onCleaning = () => view?.phase('cleaning up');
  const asked = { location, consents, seed: studio.run.seed, keepFiles, onCleaning };
  const { result: told, cleaning } = await runInSandbox(asked, async (sandbox) => {
    view?.phase('looking how the target fares before the load');
    const safety = await LoadSafety.open(location, limits);
    return closing(
      async () => {
        const outcome = await sandbox.load({ ...load, safety }, loadEventsOf(view), signal);
        view?.settle();
        // Before the files are taken away, which may take long, or fail.
        return tellOutcome(outcome, whole, reporting);
      },
      () => safety.close(),
    );
  }).finally(() => view?.end());
  const cleaned = reportCleaning(cleaning, told.outcome.runId, location.url);
  const { ending } = told.outcome;
  const failed =
    ending.kind === 'failed' ? [failureOfTarget(told.outcome.failure), ...told.failed] : told.failed;
  const code = conclude(exitCodeOf(ending, told.result, noGate), failed);
  if (ending.kind === 'interrupted') throw signal.reason;
  return code === EXIT.done ? cleaned : code;
}

interface Told {
  readonly outcome: LoadOutcome;
  readonly result: ResultDocument;
  /** The outputs that could not be written. */
  readonly failed: readonly unknown[];
}

async function tellOutcome(
  outcome: LoadOutcome,
  whole: Studio,
  { input, command, standsFor, options }: RunReporting,
): Promise<Told> {
  const result = documentWithoutSecrets(
    loadResult(whole, outcome, { tool: toolOf(), scenario: input.scenario, command, standsFor }),
  );
  const findings = loadFindings(result, outcome, { scenarioText: input.text, command });
  return { outcome, result, failed: await deliver(findings, options) };
}

function exitCodeOf(ending: LoadEnding, result: ResultDocument, noGate: boolean): number {
  switch (ending.kind) {
    case 'guard':
      return EXIT.guarded;
    case 'interrupted':
    case 'failed':
    case 'finished':
      return gated(exitCodeOfResult(result), noGate);
  }
}
