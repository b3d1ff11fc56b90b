/** The runs that were left on a target, and the end of a sandbox. */

import type { Target } from '../targets/target.ts';
import { type CleanReport, CleanTally } from './clean-report.ts';
import { cleanRun, removeDirectory } from './clean-run.ts';
import type { Inspection } from './inspect-target.ts';
import { readManifest } from './manifest.ts';
import { MARKER_NAME } from './marker.ts';
import { stateOf } from './owner.ts';
import { SafetyRefusal } from './refusal.ts';
import { placeOfRun, RUNS } from './run-place.ts';
import { unless, withRetry } from './with-retry.ts';

/** A run that has a directory on a target. */
export interface LeftRun {
  readonly run: string;
  /** "elsewhere": another machine started it, and only there can be seen whether it is still running. */
  readonly state: 'running' | 'ended' | 'elsewhere';
  /** Null where its manifest cannot be read. Seconds since 1970. */
  readonly startedAtSeconds: number | null;
  readonly host: string | null;
}

export interface TargetCleanReport {
  readonly cleaned: readonly CleanReport[];
  /** Left alone, as they may still be running. */
  readonly spared: readonly LeftRun[];
  /** Whether the target was a sandbox, and is none any more, but as it was before. */
  readonly ended: boolean;
}

/** In the order of their names, which is that of their beginnings. */
export async function listRuns(target: Target): Promise<readonly LeftRun[]> {
  const entries = (await unless(['not-found', 'not-a-directory'], () => target.readdir(RUNS))) ?? [];
  const names = entries.flatMap(({ name, kind }) => (kind === 'directory' ? [name] : []));
  const runs: LeftRun[] = [];
  for (const run of names.toSorted()) {
    const manifest = await withRetry(() => readManifest(target, placeOfRun(run).manifest));
    const head = manifest?.head;
    runs.push({
      run,
      state: head === undefined ? 'ended' : stateOf(head.owner),
      startedAtSeconds: head?.startedAtSeconds ?? null,
      host: head?.owner.host ?? null,
    });
  }
  return runs;
}

/**
 * Cleans the runs that have ended, or the one that is named: that one also if another machine started it. Rejects with a
 * SafetyRefusal if it is still running, or not there.
 */
export async function cleanTarget(
  target: Target,
  { marker }: Inspection,
  named?: string,
): Promise<TargetCleanReport> {
  const runs = marker === null ? [] : await listRuns(target);
  const chosen = named === undefined ? undefined : runs.find(({ run }) => run === named);
  if (named !== undefined && chosen === undefined) {
    throw new SafetyRefusal(
      'no-such-run',
      `there is no run ${named} on ${target.url}: leave out --run to see which there are`,
    );
  }
  if (chosen?.state === 'running') {
    throw new SafetyRefusal('run-under-way', `run ${chosen.run} is in progress: stop it first`);
  }
  const cleaned: CleanReport[] = [];
  const spared: LeftRun[] = [];
  for (const each of runs) {
    if (each === chosen || (chosen === undefined && each.state === 'ended')) {
      cleaned.push(await cleanRun(target, each.run, marker?.nonce ?? ''));
    } else spared.push(each);
  }
  return { cleaned, spared, ended: await leaveSandbox(target, 'remove') };
}

/** Ends a sandbox that has no runs and nothing else, so that it is the empty place it was; tells whether it did. */
export async function leaveSandbox(target: Target, marker: 'keep' | 'remove'): Promise<boolean> {
  await removeDirectory(target, RUNS, new CleanTally());
  if (marker === 'keep') return false;
  const others = (await withRetry(() => target.readdir(''))).filter(({ name }) => name !== MARKER_NAME);
  if (others.length > 0) return false;
  const attributes = await withRetry(() => target.lookup(MARKER_NAME));
  if (attributes?.kind !== 'file') return false;
  await withRetry(() => target.remove(MARKER_NAME));
  return true;
}
