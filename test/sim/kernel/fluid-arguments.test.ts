import { describe, expect, test } from 'vitest';
import { type FlowRequest, FluidNetwork } from '../../../sim/kernel/fluid.ts';
import { Simulation } from '../../../sim/kernel/simulation.ts';

describe('bad arguments of flows are refused', () => {
  const network = new FluidNetwork(new Simulation());
  const other = new FluidNetwork(new Simulation());
  const link = network.resource({ name: 'link 0', capacity: 1 });
  const foreign = other.resource({ name: 'link 0', capacity: 1 });
  const route = [{ resource: link }];

  test.each<[string, FlowRequest]>([
    ['the amount of a flow must be finite, zero or more, not -1', { amount: -1, route }],
    ['the amount of a flow must be finite, zero or more, not NaN', { amount: NaN, route }],
    ['the amount of a flow must be finite, zero or more, not Infinity', { amount: Infinity, route }],
    ['the weight of a flow must be positive and finite, not 0', { amount: 1, weight: 0, route }],
    [
      'the weight of a flow must be positive and finite, not Infinity',
      { amount: 1, weight: Infinity, route },
    ],
    ['the rate cap of a flow must be zero or more, not -2', { amount: 1, rateCap: -2, route }],
    ['the rate cap of a flow must be zero or more, not NaN', { amount: 1, rateCap: NaN, route }],
    [
      'the amount of a flow, 1e+200, is too large for its weight, 1e-200',
      { amount: 1e200, weight: 1e-200, route },
    ],
    [
      'the coefficient of a flow on link 0 must be finite, zero or more, not -1',
      { amount: 1, route: [{ resource: link, coefficient: -1 }] },
    ],
    [
      'the route of a flow names link 0, a resource of another network',
      { amount: 1, route: [{ resource: foreign }] },
    ],
  ])('%s', (message, request) => {
    expect(() => network.flow(request)).toThrow(new RangeError(message));
  });

  test('capacities and caps', () => {
    expect(() => network.resource({ name: 'disk', capacity: -1 })).toThrow(
      new RangeError('the capacity of disk must be zero or more, not -1'),
    );
    expect(() => network.setCapacity(link, NaN)).toThrow(
      new RangeError('the capacity of link 0 must be zero or more, not NaN'),
    );
    expect(() => network.setCapacity(foreign, 1)).toThrow(
      new RangeError('link 0 is a resource of another network'),
    );
    const flow = network.flow({ amount: 1, route });
    expect(() => network.setRateCap(flow, -1)).toThrow(
      new RangeError('the rate cap of a flow must be zero or more, not -1'),
    );
    expect(() => other.setRateCap(flow, 1)).toThrow(new RangeError('the flow is one of another network'));
  });
});
