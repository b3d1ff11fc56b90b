/** A run's own place on a target: made before the load, with a manifest of all that may come to be there, and cleaned after it. */

import { randomBytes } from 'node:crypto';
import type { Target } from '../target.ts';
import type { CleanReport } from './clean-report.ts';
import { cleanRun } from './clean-run.ts';
import { leaveSandbox } from './clean-target.ts';
import { type Inspection, refuseUnlessEmpty } from './inspect-target.ts';
import { makeDirectories } from './make-directories.ts';
import { type ManifestHead, readManifest, writeManifest } from './manifest.ts';
import { readMarker, writeMarker } from './marker.ts';
import { thisProcess } from './owner.ts';
import { type PlannedFiles, PlannedSet } from './planned-files.ts';
import { SafetyRefusal } from './refusal.ts';
import { placeOfRun, RUNS } from './run-place.ts';

export interface SandboxRequest {
  /** The name of the run: letters, digits, "-", "_" and ".". */
  readonly run: string;
  /** What the content of its files is made from (see `BlockData`). */
  readonly runKey: string;
  readonly planned: Iterable<PlannedFiles>;
  /** Seconds since 1970. */
  readonly startedAtSeconds: number;
}

export interface RunSandbox {
  /** All files of the run stand below it. Their directories are there. */
  readonly directory: string;
  /**
   * Deletes what the run made. With `marker` "remove" the target is then as it was before its first run, if this was the only
   * one; with "keep" it stays a sandbox.
   */
  clean(marker: 'keep' | 'remove'): Promise<CleanReport>;
}

const RUN_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
const NONCE_BYTES = 16;

/**
 * Makes a place for a run on an inspected target: its marker, where it has none yet, the manifest, the directories. Rejects with
 * a SafetyRefusal or a TargetError, having taken back what was made.
 */
export async function openSandbox(
  target: Target,
  { place }: Inspection,
  request: SandboxRequest,
): Promise<RunSandbox> {
  const { run } = request;
  if (!RUN_NAME.test(run)) throw new RangeError(`a run is not called ${run}`);
  // Another run may have ended since the inspection, and taken the marker with it.
  let nonce = (await readMarker(target, place))?.nonce;
  if (nonce === undefined) {
    await refuseUnlessEmpty(target);
    nonce = randomBytes(NONCE_BYTES).toString('hex');
    await takingBack(target, writeMarker(target, place, run, nonce));
  }
  const sandbox = nonce;
  const clean = async (marker: 'keep' | 'remove') => {
    const report = await cleanRun(target, run, sandbox);
    await leaveSandbox(target, marker);
    return report;
  };
  const { root, data } = placeOfRun(run);
  await takingBack(target, target.mkdir(RUNS));
  if ((await target.lookup(root)) !== undefined) {
    throw new SafetyRefusal(
      'run-exists',
      `there is a run ${run} on ${target.url} already: give this another name`,
    );
  }
  try {
    await makeRun(target, sandbox, request);
  } catch (error) {
    // What is wrong is told by the first failure; what is left, by the next clean-up. Another's run is left alone.
    if (!(error instanceof SafetyRefusal)) await clean('remove').catch(() => undefined);
    throw error;
  }
  return { directory: data, clean };
}

/** Ends a sandbox again that could not be begun. */
async function takingBack(target: Target, step: Promise<unknown>): Promise<void> {
  try {
    await step;
  } catch (error) {
    await leaveSandbox(target, 'remove').catch(() => undefined);
    throw error;
  }
}

async function makeRun(
  target: Target,
  sandbox: string,
  { run, runKey, planned, startedAtSeconds }: SandboxRequest,
): Promise<void> {
  const { root, manifest, data } = placeOfRun(run);
  const set = PlannedSet.of(planned);
  const head: ManifestHead = {
    headroomManifest: 1,
    run,
    sandbox,
    runKey,
    startedAtSeconds,
    owner: thisProcess(),
  };
  await target.mkdir(root);
  await writeManifest(target, manifest, { head, planned: set });
  const written = await readManifest(target, manifest);
  if (written?.head.run !== run || written.head.sandbox !== sandbox) {
    throw new SafetyRefusal(
      'run-exists',
      `the manifest of run ${run} on ${target.url} is not as it was written: try again`,
    );
  }
  await target.mkdir(data);
  await makeDirectories(target, data, set.directories());
}
