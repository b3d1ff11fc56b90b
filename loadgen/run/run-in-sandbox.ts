/**
 * A load run from the first look at its target to the last file that it takes away again: the target is inspected, the run gets a
 * place of its own with a manifest of all that it may make, and whatever becomes of the load, what it made is deleted.
 */

import { randomBytes } from 'node:crypto';
import type { Studio } from '../../models/studio.ts';
import { openTarget, type TargetKind, type TargetLocation, targetKindOf } from '../open-target.ts';
import type { LoadPlan } from '../plan/load-plan.ts';
import { plannedFiles } from '../plan/planned-files.ts';
import type { CleanReport } from '../safety/clean-report.ts';
import { type LeftRun, listRuns } from '../safety/clean-target.ts';
import { type Inspection, inspectTarget } from '../safety/inspect-target.ts';
import type { Consents } from '../safety/local-place.ts';
import { newRunId } from '../safety/run-place.ts';
import { openSandbox } from '../safety/sandbox.ts';
import type { Space, Target } from '../target.ts';
import type { LoadOutcome } from './load-outcome.ts';
import { type LoadEvents, type LoadRequest, runLoad, type Watch } from './run-load.ts';

/** What is known of a target before anything is done to it. */
export interface Contact {
  /** Without credentials. */
  readonly url: string;
  readonly kind: TargetKind;
  /** Nothing of ours has been there: the place is empty, and has no marker. */
  readonly isFirst: boolean;
  readonly space: Space;
  /** Runs that have left something behind, or go on. */
  readonly leftRuns: readonly LeftRun[];
}

export interface SandboxedRequest extends Omit<LoadRequest, 'url' | 'runId' | 'settings'> {
  readonly settings: Omit<LoadRequest['settings'], 'directory' | 'runKey'>;
  readonly consents: Consents;
  /** Files stay where they are when the run has ended, until `headroom clean`. */
  readonly keepFiles: boolean;
}

export interface SandboxedEvents extends LoadEvents {
  /** The run begins to make what it needs; the last moment at which nothing has been made. */
  onPreparing(runId: string): void;
  onCleaning(): void;
}

export interface SandboxedOutcome {
  readonly outcome: LoadOutcome;
  /** Null where the files were to be kept. */
  readonly cleaned: CleanReport | null;
}

/** Looks at a target without writing to it. Rejects with a SafetyRefusal or a TargetError. */
export async function contact(location: TargetLocation, consents: Consents): Promise<Contact> {
  return withTarget(location, async (target) => {
    const { marker } = await inspectTarget(location, target, consents);
    return {
      url: target.url,
      kind: targetKindOf(location.url),
      isFirst: marker === null,
      space: await target.space(),
      leftRuns: marker === null ? [] : await listRuns(target),
    };
  });
}

/** Rejects with a SafetyRefusal or a TargetError; what was made by then has been taken back as far as the target lets it. */
export async function runInSandbox(
  request: SandboxedRequest,
  events: SandboxedEvents,
  watches: readonly Watch[],
  stop: AbortSignal,
): Promise<SandboxedOutcome> {
  const { location, consents, plan, settings, keepFiles } = request;
  return withTarget(location, async (target) => {
    const inspection = await inspectTarget(location, target, consents);
    const { runId, runKey, sandbox } = await openRun(target, inspection, settings.studio, plan);
    events.onPreparing(runId);
    let outcome: LoadOutcome;
    try {
      const loaded = { ...settings, directory: sandbox.directory, runKey };
      outcome = await runLoad(
        { ...request, url: target.url, runId, settings: loaded },
        events,
        watches,
        stop,
      );
    } catch (error) {
      events.onCleaning();
      // What went wrong is told by the first error; what is left is found by the next clean-up.
      await sandbox.clean('keep').catch(() => undefined);
      throw error;
    }
    if (keepFiles) return { outcome, cleaned: null };
    events.onCleaning();
    return { outcome, cleaned: await sandbox.clean('keep') };
  });
}

async function openRun(target: Target, inspection: Inspection, studio: Studio, plan: LoadPlan) {
  const startedAt = new Date();
  const runId = newRunId(startedAt, randomBytes(2).toString('hex'));
  // Another run of the same seed writes other content, so that what one left is never taken for what the next wrote.
  const runKey = `${studio.run.seed} ${runId}`;
  const sandbox = await openSandbox(target, inspection, {
    run: runId,
    runKey,
    planned: plannedFiles(plan),
    startedAtSeconds: startedAt.getTime() / 1000,
  });
  return { runId, runKey, sandbox };
}

async function withTarget<T>(location: TargetLocation, use: (target: Target) => Promise<T>): Promise<T> {
  const target = await openTarget(location);
  try {
    return await use(target);
  } finally {
    await target.close();
  }
}
