/**
 * A run's own place on a target, made before its first load and cleaned after the last. Its manifest names all that may
 * be made there, and grows before the next load needs more.
 */

import { randomBytes } from 'node:crypto';
import { afterError } from '../first-error.ts';
import type { Target } from '../targets/target.ts';
import type { CleanReport } from './clean-report.ts';
import { cleanRun, cleanVersions } from './clean-run.ts';
import { leaveSandbox } from './clean-target.ts';
import { type Inspection, refuseUnlessEmpty } from './inspect-target.ts';
import { makeDirectories } from './make-directories.ts';
import { type ManifestHead, readManifest, replaceManifest, writeManifest } from './manifest.ts';
import { readMarker, writeMarker } from './marker.ts';
import { thisProcess } from './owner.ts';
import { type PlannedFiles, PlannedSet } from './planned-files.ts';
import { SafetyRefusal } from './refusal.ts';
import { placeOfRun, RUNS, type RunPlace } from './run-place.ts';

export interface SandboxRequest {
  /** The name of the run: letters, digits, "-", "_" and ".". */
  readonly run: string;
  /** Key of the content of its files (see `BlockData`). */
  readonly runKey: string;
  readonly planned: Iterable<PlannedFiles>;
  /** Seconds since 1970. */
  readonly startedAtSeconds: number;
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
  const { run, runKey, planned, startedAtSeconds } = request;
  if (!RUN_NAME.test(run)) throw new RangeError(`a run is not called ${run}`);
  // Another run may have ended since the inspection, and taken the marker with it.
  let nonce = (await readMarker(target, place))?.nonce;
  if (nonce === undefined) {
    await refuseUnlessEmpty(target);
    nonce = randomBytes(NONCE_BYTES).toString('hex');
    await takingBack(target, writeMarker(target, place, run, nonce));
  }
  await takingBack(target, target.mkdir(RUNS));
  if ((await target.lookup(placeOfRun(run).root)) !== undefined) {
    throw new SafetyRefusal(
      'run-exists',
      `there is a run ${run} on ${target.url} already: give this another name`,
    );
  }
  const owner = thisProcess();
  const sandbox = new RunSandbox(target, {
    headroomManifest: 1,
    run,
    sandbox: nonce,
    runKey,
    startedAtSeconds,
    owner,
  });
  try {
    await sandbox.begin(planned);
  } catch (error) {
    // Another's run is left alone.
    if (error instanceof SafetyRefusal) throw error;
    throw await afterError(error, () => sandbox.clean('remove'));
  }
  return sandbox;
}

/** Ends a sandbox again that could not be begun. */
async function takingBack(target: Target, step: Promise<unknown>): Promise<void> {
  try {
    await step;
  } catch (error) {
    throw await afterError(error, () => leaveSandbox(target, 'remove'));
  }
}

/** Made by `openSandbox`. */
export class RunSandbox {
  readonly #target: Target;
  readonly #head: ManifestHead;
  readonly #place: RunPlace;
  readonly #made = new Set<string>();
  #planned = PlannedSet.of([]);

  constructor(target: Target, head: ManifestHead) {
    this.#target = target;
    this.#head = head;
    this.#place = placeOfRun(head.run);
  }

  /** All files of the run stand below it. Their directories are there. */
  get directory(): string {
    return this.#place.data;
  }

  /** Makes the run's manifest and directories, of which there is nothing yet. */
  async begin(planned: Iterable<PlannedFiles>): Promise<void> {
    const { root, manifest, data } = this.#place;
    const set = PlannedSet.of(planned);
    await this.#target.mkdir(root);
    await writeManifest(this.#target, manifest, { head: this.#head, planned: set });
    await this.#take(set);
    await this.#target.mkdir(data);
    await this.#makeDirectories();
  }

  /**
   * Writes down what the run may make from now on, what it may have made by now included, and makes the directories of that.
   * Rejects with a TargetError, or with a SafetyRefusal where the manifest is lost.
   */
  async grow(planned: Iterable<PlannedFiles>): Promise<void> {
    const set = PlannedSet.of(planned);
    await replaceManifest(this.#target, this.#place, { head: this.#head, planned: set });
    await this.#take(set);
    await this.#makeDirectories();
  }

  /** Deletes the versions of files that loads have made by now, and leaves what they only look at. */
  cleanVersions(): Promise<void> {
    return cleanVersions(this.#target, { head: this.#head, planned: this.#planned });
  }

  /**
   * Deletes the files of the run. With `marker` "remove" the target is then as it was before its first run, if this was
   * the only one. With "keep" it stays a sandbox.
   */
  async clean(marker: 'keep' | 'remove'): Promise<CleanReport> {
    const { run, sandbox } = this.#head;
    const report = await cleanRun(this.#target, run, sandbox, 'ends');
    await leaveSandbox(this.#target, marker);
    return report;
  }

  /** Goes by a manifest once it stands on the target. */
  async #take(planned: PlannedSet): Promise<void> {
    const { run, sandbox } = this.#head;
    const written = await readManifest(this.#target, this.#place.manifest);
    if (written?.head.run !== run || written.head.sandbox !== sandbox) {
      throw new SafetyRefusal(
        'run-exists',
        `the manifest of run ${run} on ${this.#target.url} is not as it was written: try again`,
      );
    }
    this.#planned = planned;
  }

  async #makeDirectories(): Promise<void> {
    const missing = this.#planned.directories().filter((directory) => !this.#made.has(directory));
    await makeDirectories(this.#target, this.#place.data, missing);
    for (const directory of missing) this.#made.add(directory);
  }
}
