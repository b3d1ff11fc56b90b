import { expect, test } from 'vitest';
import { type FlowOutcome, type FlowRequest, FluidNetwork } from '../../../sim/kernel/fluid.ts';
import { Simulation } from '../../../sim/kernel/simulation.ts';

test('two flows share a link, and the one that stays gets the rest', () => {
  const simulation = new Simulation();
  const network = new FluidNetwork(simulation);
  const link = network.resource({ name: 'link', capacity: 10 });
  const ends: FlowOutcome[] = [];
  const use = function* (request: FlowRequest) {
    ends.push(yield* network.transfer(request));
  };
  simulation.spawn(use({ amount: 50, route: [{ resource: link }] }));
  simulation.spawn(use({ amount: 100, route: [{ resource: link }] }));
  simulation.run();
  expect(ends).toEqual([
    { seconds: 10, bottleneck: link },
    { seconds: 15, bottleneck: link },
  ]);
  expect(link.usedIntegral(simulation.now)).toBe(150);
});
