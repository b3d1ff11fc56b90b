/**
 * A run's place on a target, in which loads are performed one after another. What one of them made to look at is there for the next;
 * the manifest says beforehand what each may make.
 */

import { randomBytes } from 'node:crypto';
import { afterError } from '../first-error.ts';
import { KeptFiles, type MissingFiles } from '../plan/kept-files.ts';
import type { LoadPlan } from '../plan/load-plan.ts';
import type { CleanReport } from '../safety/clean-report.ts';
import { type Inspection, inspectTarget } from '../safety/inspect-target.ts';
import { newRunId } from '../safety/run-place.ts';
import { openSandbox, type RunSandbox } from '../safety/sandbox.ts';
import type { Consents } from '../targets/consents.ts';
import { openTarget } from '../targets/protocols.ts';
import type { Target } from '../targets/target.ts';
import type { TargetLocation } from '../targets/target-location.ts';
import type { LoadOutcome } from './load-outcome.ts';
import type { LoadSafety } from './load-safety.ts';
import { type LoadEvents, type LoadRequest, runLoad } from './run-load.ts';

export interface SandboxedLoad
  extends Omit<LoadRequest, 'location' | 'url' | 'runId' | 'files' | 'budget' | 'settings'> {
  readonly plan: LoadPlan;
  readonly settings: Omit<LoadRequest['settings'], 'directory' | 'runKey' | 'numbersBefore'>;
  readonly safety: LoadSafety;
}

export interface SandboxedEvents extends LoadEvents {
  /** The load begins to make the files that it needs. */
  onPreparing(missing: MissingFiles): void;
}

export class LoadSandbox {
  readonly #location: TargetLocation;
  readonly #target: Target;
  readonly #inspection: Inspection;
  readonly #runId: string;
  readonly #runKey: string;
  readonly #startedAt = new Date();
  readonly #files = new KeptFiles();
  #sandbox: RunSandbox | null = null;

  private constructor(location: TargetLocation, target: Target, inspection: Inspection, seed: string) {
    this.#location = location;
    this.#target = target;
    this.#inspection = inspection;
    this.#runId = newRunId(this.#startedAt, randomBytes(2).toString('hex'));
    // Another run of the same seed writes other content, so that what one left is never taken for what the next wrote.
    this.#runKey = `${seed} ${this.#runId}`;
  }

  /** Looks whether the target may be used, without writing to it. Rejects with a SafetyRefusal or a TargetError. To be closed. */
  static async open(location: TargetLocation, consents: Consents, seed: string): Promise<LoadSandbox> {
    const target = await openTarget(location);
    try {
      return new LoadSandbox(location, target, await inspectTarget(location, target, consents), seed);
    } catch (error) {
      throw await afterError(error, () => target.close());
    }
  }

  /** Performs a load, once there is room for it. Rejects as `runLoad` does, or with a SafetyRefusal. */
  async load(request: SandboxedLoad, events: SandboxedEvents, stop: AbortSignal): Promise<LoadOutcome> {
    const { plan, safety, settings } = request;
    const files = this.#files;
    await this.#sandbox?.cleanVersions();
    const missing = files.missing(plan, this.#target.capabilities.randomWrite);
    await safety.admit(plan, missing);
    this.#sandbox ??= await this.#begin();
    const watches = await safety.watch();
    await this.#sandbox.grow(files.plan(plan));
    events.onPreparing(missing);
    const { numbersBefore } = files;
    const outcome = await runLoad(
      {
        ...request,
        location: this.#location,
        url: this.#target.url,
        runId: this.#runId,
        files: missing,
        budget: safety.budget,
        settings: { ...settings, directory: this.#sandbox.directory, runKey: this.#runKey, numbersBefore },
      },
      events,
      watches,
      stop,
    );
    files.end(plan, outcome.ending.kind === 'finished');
    return outcome;
  }

  /** Deletes all that was made, having said so; the target stays a sandbox. Null where nothing was made. */
  async clean(onCleaning: () => void): Promise<CleanReport | null> {
    if (this.#sandbox === null) return null;
    onCleaning();
    return this.#sandbox.clean('keep');
  }

  async close(): Promise<void> {
    await this.#target.close();
  }

  /** Begins the sandbox; its contents are written into the manifest load by load. */
  #begin(): Promise<RunSandbox> {
    return openSandbox(this.#target, this.#inspection, {
      run: this.#runId,
      runKey: this.#runKey,
      planned: [],
      startedAtSeconds: this.#startedAt.getTime() / 1000,
    });
  }
}
