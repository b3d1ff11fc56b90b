/** Queues that a scenario can express, run from YAML to the observations of a replication. */

import { constant } from '../../../models/distributions/constant.ts';
import type { HistogramSnapshot } from '../../../models/histogram.ts';
import type { RenderStage } from '../../../models/stages/render/definition.ts';
import type { Studio } from '../../../models/studio.ts';
import { type ReplicationOutcome, simulateReplication } from '../../../sim/studio/replication.ts';
import { studioOf } from '../../scenarios/load.ts';

/** The scenario of a farm of so many GPUs, with overrides. */
export function farmScenario(servers: number, sets: readonly string[]): Studio {
  return studioOf('test/theory/scenario/queue.yaml', { sets: [`compute.farm.nodes=${servers}`, ...sets] });
}

/** The same scenario of another length. */
export function lasting(durationSeconds: number, studio: Studio): Studio {
  return { ...studio, run: { ...studio.run, durationSeconds } };
}

/**
 * Runs a replication that begins with work at each server, in seconds. Under first come, first served, that is all that
 * later frames feel of what was there before them.
 */
export function replicate(
  studio: Studio,
  seed: string,
  replication: number,
  workSeconds: readonly number[],
): ReplicationOutcome {
  const [backlog, ...stages] = studio.stages as readonly [RenderStage, ...Studio['stages']];
  const present = workSeconds
    .filter((seconds) => seconds > 0)
    .map((seconds, index) => ({ ...backlog, name: `backlog${index}`, computeSeconds: constant(seconds) }));
  return simulateReplication(
    { ...studio, run: { ...studio.run, seed }, stages: [...present, ...stages] },
    replication,
  );
}

/** All that was observed of a metric. */
export function observed(
  outcome: ReplicationOutcome,
  stage: string,
  metric: string,
): HistogramSnapshot | null {
  const [whole] = outcome.stages.find(({ name }) => name === stage)!.observations[metric]!;
  return whole!;
}

/** The lower edge of the histogram's bucket in which a value lies. */
export function bucketEdge(value: number): number {
  const bits = new Uint32Array(new Float32Array([value]).buffer)[0]!;
  return new Float32Array(new Uint32Array([bits & ~0x7fff]).buffer)[0]!;
}

/** How many observations lie in the bucket that begins with `edge`, or above. */
export function countFrom(histogram: HistogramSnapshot | null, edge: number): number {
  if (histogram === null) return 0;
  const bucket = new Uint32Array(new Float32Array([edge]).buffer)[0]! >>> 15;
  let count = 0;
  for (const [place, inBucket] of histogram.counts.entries()) {
    if (histogram.buckets[place]! >= bucket) count += inBucket;
  }
  return count;
}
