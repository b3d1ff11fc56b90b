/** The recipe for a scheduler policy in ARCHITECTURE.md, followed from outside: a policy of its own, and one call that registers it. */

import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { loadScenario } from '../../models/scenario/load.ts';
import { scenarioJsonSchema } from '../../models/scenario/schema.ts';
import { registerSchedulerPolicy, schedulerPolicies } from '../../models/scheduling/policies.ts';
import type { Fidelity, Studio } from '../../models/studio.ts';
import { ARRAY, metric, NETWORK, simulated } from '../capabilities/simulated.ts';
import { loadInProcess } from '../loadgen/runtime/in-process-load.ts';
import { LAST_FIRST } from './last-first-policy.ts';

const FRAME =
  'frame: { time: 10s, gpuMemory: 1GiB, reads: { bytes: 1kB, files: 1 }, writes: { bytes: 1kB, files: 1 }, verify: false }';

/** One GPU, on which two waves of three frames each meet: the second comes 5 s after the first. */
function scenario(scheduling: string): string {
  return `
headroom: 1
name: A studio with one GPU
run: { start: "12:00", duration: 10min, replications: 1, seed: queue }
storage: { ${ARRAY} }
${NETWORK}
compute: { farm: { nodes: 1, gpuMemory: 8GiB } }
${scheduling}
stages:
  early: { kind: render, release: { at: "12:00:00", frames: 3 }, ${FRAME} }
  late: { kind: render, release: { at: "12:00:05", frames: 3 }, ${FRAME} }
objectives:
  - early.makespan max <= 1h
`;
}

function loaded(yaml: string) {
  return loadScenario('queue.yaml', (path) => ({ kind: 'text', path, text: yaml }), {});
}

function studioOf(yaml: string): Studio {
  const { diagnostics, ...found } = loaded(yaml);
  if (found.kind === 'invalid') throw new Error(diagnostics.map(({ message }) => message).join());
  return found.studio;
}

test('without the call, scenarios and their schema know nothing of the policy', () => {
  expect(schedulerPolicies().map(({ name }) => name)).toEqual(['priority']);
  const [problem] = loaded(scenario('scheduling: { policy: priorities }')).diagnostics;
  expect(problem).toMatchObject({ message: '"priorities" is not one of the choices' });
  expect(problem?.help).toBe('did you mean "priority"?');
  expect(JSON.stringify(scenarioJsonSchema())).not.toContain('last-first');
});

test('the policy of a scenario that names none is told, where it has a farm', () => {
  const named = scenario('scheduling: { policy: priority }');
  const keys = (yaml: string) => studioOf(yaml).defaults?.map(({ key, value }) => `${key}: ${value}`);
  expect(keys(scenario(''))).toContain('scheduling.policy: priority');
  expect(keys(named)).not.toContain('scheduling.policy: priority');
  expect(studioOf(named).scheduling).toEqual(studioOf(scenario('')).scheduling);
});

describe('a scheduler policy from outside, registered by one call,', () => {
  let withdraw: () => void;
  beforeAll(() => {
    withdraw = registerSchedulerPolicy(LAST_FIRST);
  });
  afterAll(() => withdraw());

  it('is registered once', () => {
    expect(() => registerSchedulerPolicy(LAST_FIRST)).toThrow('there already is a scheduler policy');
  });

  it('is part of the language and of its schema for editors', () => {
    expect(studioOf(scenario('scheduling: { policy: last-first }')).scheduling).toMatchObject({
      policy: 'last-first',
    });
    expect(JSON.stringify(scenarioJsonSchema())).toContain('what was submitted last goes first');
  });

  it.each<Fidelity>(['flows', 'operations'])('orders the queue of a farm simulated as %s', (fidelity) => {
    const makespans = (scheduling: string) => {
      const result = simulated(scenario(scheduling), [`run.fidelity=${fidelity}`]);
      return ['early.makespan', 'late.makespan'].map((name) => Math.round(metric(result, name).mean!));
    };
    // Six frames of 10 s: in order of submission the first wave is done at 30 s, the second at 60 s, 55 s after its release.
    expect(makespans('')).toEqual([30, 55]);
    // The last first: after the frame that runs at 5 s, the three of the second wave, which are done at 40 s.
    expect(makespans('scheduling: { policy: last-first }')).toEqual([60, 35]);
  });

  it('orders the queue of a farm in a load', async () => {
    const order = async (scheduling: string) => {
      const { issued } = await loadInProcess(studioOf(scenario(scheduling)), { workers: 1, speed: 100 });
      const tasks = issued.filter(({ operation: { kind } }) => kind === 'rename').map(({ task }) => task);
      return tasks.map((task) => task.split('[')[0]);
    };
    expect(await order('')).toEqual(['early', 'early', 'early', 'late', 'late', 'late']);
    expect(await order('scheduling: { policy: last-first }')).toEqual([
      'early',
      'late',
      'late',
      'late',
      'early',
      'early',
    ]);
  });
});
