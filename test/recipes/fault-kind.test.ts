/** The recipe for a fault kind in ARCHITECTURE.md, followed from outside: a kind of its own, and one call that registers it. */

import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { faultKinds, registerFaultKind } from '../../models/faults/fault-kinds.ts';
import { loadScenario } from '../../models/scenario/load.ts';
import { scenarioJsonSchema } from '../../models/scenario/schema.ts';
import type { Fidelity } from '../../models/studio.ts';
import { ARRAY, metric, NETWORK, simulated } from '../capabilities/simulated.ts';
import { FLAPPING } from './flapping-fault.ts';

/** One frame, which writes after 20 s of computing. */
function scenario(faults: string): string {
  return `
headroom: 1
name: A studio with a loose cable
run: { start: "12:00", duration: 10min, replications: 1, seed: cable }
storage: { ${ARRAY} }
${NETWORK}
compute: { farm: { nodes: 1, gpuMemory: 8GiB } }
stages:
  wave: { kind: render, release: { at: "12:00", frames: 1 }, frame: { time: 20s, gpuMemory: 1GiB, reads: { bytes: 1kB, files: 1 }, writes: { bytes: 1kB, files: 1 }, verify: false } }
faults: { ${faults} }
objectives:
  - wave.makespan max <= 1h
`;
}

const CABLE = 'cable: { at: 5s, flap: network.core, every: 10s, repair: 1min }';

function mistakesOf(yaml: string) {
  return loadScenario('cable.yaml', (path) => ({ kind: 'text', path, text: yaml }), {}).diagnostics;
}

test('without the call, scenarios and their schema know nothing of the kind', () => {
  expect(faultKinds().map(({ name }) => name)).toEqual(['node', 'resource']);
  const messages = mistakesOf(scenario(CABLE)).map(({ message }) => message);
  expect(messages).toContain('unknown key "flap"');
  expect(JSON.stringify(scenarioJsonSchema())).not.toContain('comes and goes');
});

describe('a fault kind from outside, registered by one call,', () => {
  let withdraw: () => void;
  beforeAll(() => {
    withdraw = registerFaultKind(FLAPPING);
  });
  afterAll(() => withdraw());

  it('is registered once', () => {
    expect(() => registerFaultKind(FLAPPING)).toThrow('there already is a fault kind');
  });

  it('is part of the language and of its schema for editors', () => {
    expect(mistakesOf(scenario(CABLE))).toEqual([]);
    expect(JSON.stringify(scenarioJsonSchema())).toContain('a link that comes and goes');
  });

  it('has mistakes of its own and those of every fault', () => {
    const [problem] = mistakesOf(scenario('cable: { at: 5s, flap: network.cor, every: 10s, repair: 1min }'));
    expect(problem).toMatchObject({ message: 'nothing that can fail is called "network.cor"' });
    expect(problem?.help).toBe('did you mean "network.core"?');
    const [missing] = mistakesOf(scenario('cable: { at: 5s, flap: network.core, repair: 1min }'));
    expect(missing?.message).toBe('the key "every" is missing');
    const other = 'other: { at: 30s, fail: network.core, repair: 5s }';
    expect(mistakesOf(scenario(`${CABLE}, ${other}`)).map(({ code }) => code)).toEqual(['HR455']);
  });

  it.each<Fidelity>(['flows', 'operations'])('happens in a studio simulated as %s', (fidelity) => {
    // Down from 5 to 15 s, from 25 to 35 s and so on: the frame computes until 20 s and writes at once.
    const makespan = (yaml: string) =>
      metric(simulated(yaml, [`run.fidelity=${fidelity}`]), 'wave.makespan').mean!;
    expect(makespan(scenario(CABLE))).toBeCloseTo(20, 1);
    // Down from 15 to 25 s.
    expect(makespan(scenario(CABLE.replace('at: 5s', 'at: 15s')))).toBeCloseTo(25, 1);
  });
});
