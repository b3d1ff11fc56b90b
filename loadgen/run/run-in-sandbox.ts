/**
 * Loads on a target from the first look at it to the last file that is taken away again: the target is inspected, the run gets a
 * place of its own with a manifest of all that it may make, and whatever becomes of its loads, what they made is deleted.
 */

import { openTarget, type TargetKind, type TargetLocation, targetKindOf } from '../open-target.ts';
import type { CleanReport } from '../safety/clean-report.ts';
import { type LeftRun, listRuns } from '../safety/clean-target.ts';
import { inspectTarget } from '../safety/inspect-target.ts';
import type { Consents } from '../safety/local-place.ts';
import type { Space } from '../target.ts';
import { LoadSandbox } from './load-sandbox.ts';

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

export interface SandboxRequest {
  readonly location: TargetLocation;
  readonly consents: Consents;
  /** From which, with the name of the run, the content of its files is made. */
  readonly seed: string;
  /** Files stay where they are when the run has ended, until `headroom clean`. */
  readonly keepFiles: boolean;
  /** What was made is about to be taken away. */
  readonly onCleaning: () => void;
}

export interface Sandboxed<Result> {
  readonly result: Result;
  /** Null where the files were to be kept, or nothing was made. */
  readonly cleaned: CleanReport | null;
}

/** Looks at a target without writing to it. Rejects with a SafetyRefusal or a TargetError. */
export async function contact(location: TargetLocation, consents: Consents): Promise<Contact> {
  const target = await openTarget(location);
  try {
    const { marker } = await inspectTarget(location, target, consents);
    return {
      url: target.url,
      kind: targetKindOf(location.url),
      isFirst: marker === null,
      space: await target.space(),
      leftRuns: marker === null ? [] : await listRuns(target),
    };
  } finally {
    await target.close();
  }
}

/**
 * Gives `perform` a sandbox for its loads. Rejects as that does, or with a SafetyRefusal or a TargetError; what was made by then has
 * been taken back as far as the target lets it.
 */
export async function runInSandbox<Result>(
  { location, consents, seed, keepFiles, onCleaning }: SandboxRequest,
  perform: (sandbox: LoadSandbox) => Promise<Result>,
): Promise<Sandboxed<Result>> {
  const sandbox = await LoadSandbox.open(location, consents, seed);
  try {
    let result: Result;
    try {
      result = await perform(sandbox);
    } catch (error) {
      // What went wrong is told by the first error; what is left is found by the next clean-up.
      await sandbox.clean(onCleaning).catch(() => undefined);
      throw error;
    }
    if (keepFiles) return { result, cleaned: null };
    return { result, cleaned: await sandbox.clean(onCleaning) };
  } finally {
    await sandbox.close();
  }
}
