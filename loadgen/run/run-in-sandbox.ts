/**
 * Loads on a target from its first inspection to the deletion of the last file. The target is inspected, and the run
 * gets a place of its own with a manifest of all that it may make. Whatever becomes of its loads, their files are
 * deleted.
 */

import { afterError, closing } from '../first-error.ts';
import type { CleanReport } from '../safety/clean-report.ts';
import { type LeftRun, listRuns } from '../safety/clean-target.ts';
import { inspectTarget } from '../safety/inspect-target.ts';
import type { Consents } from '../targets/consents.ts';
import { openTarget, protocolOf } from '../targets/protocols.ts';
import type { Space } from '../targets/target.ts';
import type { TargetLocation } from '../targets/target-location.ts';
import { LoadSandbox } from './load-sandbox.ts';

/** Facts about a target before anything is done to it. */
export interface Contact {
  /** Without credentials. */
  readonly url: string;
  /** The name of its protocol. */
  readonly kind: string;
  /** Nothing of ours has been there: the place is empty, and has no marker. */
  readonly isFirst: boolean;
  readonly space: Space;
  /** Runs that have left something behind, or go on. */
  readonly leftRuns: readonly LeftRun[];
}

export interface SandboxRequest {
  readonly location: TargetLocation;
  readonly consents: Consents;
  /** From which, with the name of the run, the content of its files is made. */
  readonly seed: string;
  /** Files stay where they are when the run has ended, until `headroom clean`. */
  readonly keepFiles: boolean;
  /** Called before the files of the run are deleted. */
  readonly onCleaning: () => void;
}

/** Result of the clean-up after a run has ended. */
export type Cleaning =
  | { readonly kind: 'kept' }
  | { readonly kind: 'nothing made' }
  | { readonly kind: 'cleaned'; readonly report: CleanReport }
  /** Some are still there, or all. */
  | { readonly kind: 'failed'; readonly error: unknown };

export interface Sandboxed<Result> {
  readonly result: Result;
  readonly cleaning: Cleaning;
}

/** Looks at a target without writing to it. Rejects with a SafetyRefusal or a TargetError. */
export async function contact(location: TargetLocation, consents: Consents): Promise<Contact> {
  const target = await openTarget(location);
  return closing(
    async () => {
      const { marker } = await inspectTarget(location, target, consents);
      return {
        url: target.url,
        kind: protocolOf(location.url).name,
        isFirst: marker === null,
        space: await target.space(),
        leftRuns: marker === null ? [] : await listRuns(target),
      };
    },
    () => target.close(),
  );
}

/**
 * Gives `perform` a sandbox for its loads. Rejects as `perform` does, or with a SafetyRefusal or a TargetError. Files
 * made by then have been deleted as far as the target allows. Once `perform` has a result it resolves, whatever becomes
 * of the files.
 */
export async function runInSandbox<Result>(
  { location, consents, seed, keepFiles, onCleaning }: SandboxRequest,
  perform: (sandbox: LoadSandbox) => Promise<Result>,
): Promise<Sandboxed<Result>> {
  const sandbox = await LoadSandbox.open(location, consents, seed);
  let result: Result;
  try {
    result = await perform(sandbox);
  } catch (error) {
    throw await afterError(
      error,
      () => sandbox.clean(onCleaning),
      () => sandbox.close(),
    );
  }
  const clean = async (): Promise<Cleaning> => {
    if (keepFiles) return { kind: 'kept' };
    const report = await sandbox.clean(onCleaning);
    return report === null ? { kind: 'nothing made' } : { kind: 'cleaned', report };
  };
  try {
    return { result, cleaning: await closing(clean, () => sandbox.close()) };
  } catch (error) {
    return { result, cleaning: { kind: 'failed', error } };
  }
}
