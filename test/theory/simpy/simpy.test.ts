/**
 * The same systems in SimPy and here: the 95% intervals of each mean overlap. What SimPy measured is stored in outcomes.json;
 * run_systems.py makes it anew.
 */

import { describe, expect, it } from 'vitest';
import type { RenderStage } from '../../../models/stages/render/definition.ts';
import { meanInterval } from '../../../models/statistics/mean-interval.ts';
import { StreamSource } from '../../../sim/kernel/stream.ts';
import { byPatience } from '../../patience.ts';
import { farmScenario, lasting, observed, replicate } from '../scenario/queue.ts';
import {
  type CustomerClass,
  type Law,
  replicateSystem,
  SIMPY,
  type StationSystem,
  SYSTEMS,
} from './systems.ts';

type Runs = readonly Readonly<Record<string, number>>[];

/** Returns the means whose interval does not overlap that of SimPy, or is too wide to tell anything. */
function disagreements(system: string, runs: Runs): string[] {
  const expected = Object.entries(SIMPY.outcomes[system]!);
  expect(Object.keys(runs[0]!).toSorted()).toEqual(expected.map(([metric]) => metric).toSorted());
  return expected.flatMap(([metric, { mean, half }]) => {
    const ours = meanInterval(
      runs.map((run) => run[metric]!),
      0.95,
    );
    const distance = Math.abs(ours.mean - mean);
    const widths = (ours.high - ours.low) / 2 + half;
    return distance <= widths && widths < 0.2 * mean
      ? []
      : [`${metric}: ${ours.mean} here, ${mean} in SimPy`];
  });
}

it('the stored outcomes are of at least ten systems', () => {
  expect(SIMPY.simpy).toMatch(/^\d+\.\d+\.\d+$/);
  expect(SYSTEMS.map(({ name }) => name)).toEqual(Object.keys(SIMPY.outcomes));
  expect(SYSTEMS.length).toBeGreaterThanOrEqual(10);
});

describe('on the kernel', () => {
  it.each(SYSTEMS.map((system) => [system.name, system] as const))('%s', (name, system) => {
    const runs = Array.from({ length: SIMPY.replications }, (_, replication) =>
      replicateSystem(system, new StreamSource('beside SimPy', replication)),
    );
    expect(disagreements(name, runs)).toEqual([]);
  });
});

/** A law in the language of scenarios. */
function written([kind, a, b]: Law): string {
  switch (kind) {
    case 'constant':
      return `${a}s`;
    case 'exponential':
      return `{ exponential: { mean: ${a}s } }`;
    case 'uniform':
      return `{ uniform: [${a}s, ${b}s] }`;
    case 'lognormal':
      return `{ lognormal: { median: ${a}s, sigma: ${b} } }`;
  }
}

/** The stage of a class on a farm. */
function stageOf(servers: number, { name, every, service, priority = 0 }: CustomerClass): RenderStage {
  const release = every[0] === 'constant' ? `every: ${every[1]}s` : `poisson: ${1 / every[1]}/s`;
  const { stages } = farmScenario(servers, [
    `stages.frames.release={ ${release}, frames: 1 }`,
    `stages.frames.frame.time=${written(service)}`,
  ]);
  return { ...(stages[1] as RenderStage), name, priority };
}

/** Systems that are farms: frames are customers, GPUs are servers. */
const FARMS = SYSTEMS.filter(
  (system): system is StationSystem =>
    system.kind === 'station' &&
    system.discipline !== 'preemptive-resume' &&
    system.returning === undefined &&
    system.classes.every(({ units, patience }) => units === undefined && patience === undefined),
);

/** A replication from YAML takes a hundred times as long as on the kernel alone. */
const FROM_YAML = byPatience({
  fast: {
    farms: FARMS.filter(({ name }) => name === 'two priorities'),
    replications: SIMPY.replications / 2,
  },
  slow: { farms: FARMS, replications: SIMPY.replications },
});

describe('from YAML, as frames on a farm', () => {
  it.each(FROM_YAML.farms.map((system) => [system.name, system] as const))(
    '%s',
    (name, { servers, classes }) => {
      const scenario = lasting(SIMPY.horizonSeconds, farmScenario(servers, []));
      const stages = [scenario.stages[0]!, ...classes.map((klass) => stageOf(servers, klass))];
      const runs = Array.from({ length: FROM_YAML.replications }, (_, replication) => {
        const outcome = replicate({ ...scenario, stages }, 'beside SimPy', replication, []);
        return Object.fromEntries(
          classes.map((klass) => {
            const { sum, count } = observed(outcome, klass.name, 'turnaround')!;
            return [klass.name, sum / count];
          }),
        );
      });
      expect(disagreements(name, runs)).toEqual([]);
    },
  );
});
