/** Load runs with threads of their own, as the program performs them, in a directory of a target that is made for each. */

import { randomUUID } from 'node:crypto';
import { KeptFiles } from '../../../loadgen/plan/kept-files.ts';
import { type LoadPlan, planLoad } from '../../../loadgen/plan/load-plan.ts';
import type { DrillRequest } from '../../../loadgen/run/drills.ts';
import type { LoadOutcome, LoadSecond } from '../../../loadgen/run/load-outcome.ts';
import { runLoad, type Watch } from '../../../loadgen/run/run-load.ts';
import { Budget } from '../../../loadgen/safety/budget.ts';
import { makeDirectories } from '../../../loadgen/safety/make-directories.ts';
import { openTarget } from '../../../loadgen/targets/protocols.ts';
import type { TargetLocation } from '../../../loadgen/targets/target-location.ts';
import type { Studio } from '../../../models/studio.ts';
import { locationOf } from '../location-of.ts';

export interface PerformOptions {
  readonly threads?: number;
  readonly speed?: number;
  readonly drainSeconds?: number;
  readonly retrySeconds?: number;
  readonly drills?: readonly DrillRequest[];
  readonly watches?: readonly Watch[];
  readonly stop?: AbortSignal;
  readonly onStart?: () => void;
  readonly onSecond?: (second: LoadSecond) => void;
}

export interface PerformedLoad {
  readonly plan: LoadPlan;
  readonly outcome: LoadOutcome;
}

/** A commit need not wait for stable storage here. */
export function quickLocationOf(url: string): TargetLocation {
  return { ...locationOf(url), syncOnCommit: false };
}

/** Performs a studio's load on a target, as its only user. Leaves what was made. */
export async function performLoad(
  location: TargetLocation,
  studio: Studio,
  options: PerformOptions = {},
): Promise<PerformedLoad> {
  const { threads = 2, speed = 1, drainSeconds = 20, retrySeconds = 20, drills = [], watches = [] } = options;
  const runId = `run-${randomUUID()}`;
  const target = await openTarget(location);
  await target.mkdir(runId);
  const plan = await planLoad(studio, drainSeconds * speed);
  await makeDirectories(target, runId, plan.directories);
  await target.close();
  const outcome = await runLoad(
    {
      location,
      url: location.url,
      runId,
      files: new KeptFiles().missing(plan, target.capabilities.randomWrite),
      threads,
      scale: 1,
      settings: { studio, directory: runId, runKey: runId, verify: true, speed, retrySeconds, drainSeconds },
      allowedLatenessSeconds: 0.001,
      drills,
      budget: Budget.of({ bytesMax: Number.POSITIVE_INFINITY, operationsMax: Number.POSITIVE_INFINITY }),
    },
    {
      onPrepared: () => undefined,
      onStart: options.onStart ?? (() => undefined),
      onSecond: options.onSecond ?? (() => undefined),
    },
    watches,
    options.stop ?? new AbortController().signal,
  );
  return { plan, outcome };
}

/** Sums of the whole run. */
export function totalsOf({ tallies }: LoadOutcome) {
  const sum = (of: (tally: LoadOutcome['tallies'][number]) => number) =>
    tallies.reduce((total, tally) => total + of(tally), 0);
  return {
    offered: sum(({ offered }) => offered),
    sent: sum(({ sent }) => sent),
    answered: sum(({ answered }) => answered),
    retries: sum(({ retries }) => retries),
    failed: sum(({ failed }) => Object.values(failed).reduce((total, count) => total + count, 0)),
  };
}
