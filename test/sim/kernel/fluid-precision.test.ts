import { describe, expect, test } from 'vitest';
import { FluidNetwork } from '../../../sim/kernel/fluid.ts';
import { Simulation } from '../../../sim/kernel/simulation.ts';
import { RandomStream } from '../../../sim/kernel/stream.ts';
import { type ExactModel, exactEnds, stepAt } from './fluid-exact.ts';

const MODELS = 300;

/** Returns when each flow of a model ends in the kernel. */
function kernelEnds(model: ExactModel): number[] {
  const simulation = new Simulation();
  const network = new FluidNetwork(simulation);
  const resources = model.capacities.map((capacity, index) =>
    network.resource({ name: `link ${index}`, capacity }),
  );
  const ends = model.flows.map(() => NaN);
  model.flows.forEach(({ startsAt, route, ...request }, index) => {
    simulation.spawn(
      (function* () {
        yield startsAt;
        yield network.flow({ ...request, route: route.map((each) => ({ resource: resources[each]! })) });
        ends[index] = simulation.now;
      })(),
    );
  });
  for (const { at, resource, capacity } of model.changes) {
    simulation.at(at, () => network.setCapacity(resources[resource]!, capacity));
  }
  simulation.run();
  return ends;
}

/** Flows of a model whose end is further from the exact one than 1e-9 of their duration and what a clock in doubles allows. */
function faults(model: ExactModel): string[] {
  const ends = kernelEnds(model);
  const expected = exactEnds(model);
  const rounded = exactEnds(model, true);
  return expected.flatMap((end, flow) => {
    const duration = end - model.flows[flow]!.startsAt;
    const clock = 4 * stepAt(end) + 16 * Math.abs(rounded[flow]! - end);
    const error = Math.abs(ends[flow]! - end);
    return error <= 1e-9 * duration + clock ? [] : [`flow ${flow} ends at ${ends[flow]} instead of ${end}`];
  });
}

const flow = { startsAt: 0, amount: 1, weight: 1, rateCap: Infinity, route: [0] };

describe('what a flow is served is exact beside flows of any other size', () => {
  test.each<[name: string, model: ExactModel, flow: number, seconds: number]>([
    [
      'a heavy flow after a light one has run for a second',
      {
        capacities: [1e9],
        flows: [
          { ...flow, amount: 2e9, weight: 1e-9 },
          { ...flow, startsAt: 1, amount: 1e6, weight: 1e9 },
        ],
        changes: [],
      },
      1,
      0.001,
    ],
    [
      'a heavy flow after a light one has run for a day',
      {
        capacities: [1e9],
        flows: [
          { ...flow, amount: 1e15, weight: 1e-3 },
          { ...flow, startsAt: 1e5, amount: 1e6, weight: 1e3 },
        ],
        changes: [],
      },
      1,
      0.001 * (1 + 1e-6),
    ],
    [
      'a flow on a link that has become slow after a day of speed',
      {
        capacities: [1e12],
        flows: [
          { ...flow, amount: 2e17 },
          { ...flow, startsAt: 1e5, amount: 10 },
        ],
        changes: [{ at: 1e5, resource: 0, capacity: 100 }],
      },
      1,
      0.2,
    ],
    [
      'a flow that moves to a link on which much has been served',
      {
        capacities: [1e12, 1],
        flows: [
          { ...flow, amount: 1e18, weight: 1e-6 },
          { ...flow, startsAt: 1e5, amount: 10, route: [0, 1] },
        ],
        changes: [{ at: 1e5 + 5, resource: 1, capacity: 1e13 }],
      },
      1,
      5 + 5e-12,
    ],
    [
      'a flow at its cap beside which a much faster one has ended',
      {
        capacities: [1e12],
        flows: [
          { ...flow, amount: 1e12, rateCap: 1e12 - 1 },
          { ...flow, amount: 1e-3, rateCap: 1e-3, startsAt: 0.5 },
          { ...flow, amount: 1, startsAt: 2 },
        ],
        changes: [{ at: 2, resource: 0, capacity: 1 }],
      },
      2,
      1,
    ],
  ])('%s', (_, model, index, seconds) => {
    expect(faults(model)).toEqual([]);
    const duration = kernelEnds(model)[index]! - model.flows[index]!.startsAt;
    expect(Math.abs(duration / seconds - 1)).toBeLessThan(1e-9 + stepAt(2e5) / seconds);
  });

  test(`${MODELS} random models of extreme weights, capacities, caps and times`, () => {
    for (let seed = 1; seed <= MODELS; seed++) expect([seed, faults(randomModel(seed))]).toEqual([seed, []]);
  });
});

/** Draws a model; the sizes are spread over orders of magnitude. */
function randomModel(seed: number): ExactModel {
  const stream = new RandomStream(`precision ${seed}`);
  const below = (count: number) => Math.floor(stream.uniform() * count);
  const between = (low: number, high: number) => low * (high / low) ** stream.uniform();
  const capacities = Array.from({ length: 1 + below(3) }, () => between(1, 1e13));
  const from = below(2) === 0 ? 0 : 1e5;
  const flows = Array.from({ length: 2 + below(8) }, () => {
    const route = capacities.map((_, resource) => resource).filter(() => below(2) === 0);
    if (route.length === 0) route.push(below(capacities.length));
    const rate = capacities[route[0]!]! * between(1e-3, 1);
    return {
      startsAt: below(3) === 0 ? 0 : from + 10 * stream.uniform(),
      amount: rate * between(1e-3, below(4) === 0 ? 1e5 : 10),
      weight: between(1e-9, 1e9),
      rateCap: below(3) === 0 ? rate : Infinity,
      route,
    };
  });
  const changes = Array.from({ length: below(4) }, () => ({
    at: from + 10 * stream.uniform(),
    resource: below(capacities.length),
    capacity: between(1, 1e13),
  }));
  return { capacities, flows, changes };
}
