import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FluidNetwork, type FluidResource } from '../../../sim/kernel/fluid.ts';
import { Interrupt } from '../../../sim/kernel/interrupt.ts';
import type { Body } from '../../../sim/kernel/process.ts';
import { Simulation } from '../../../sim/kernel/simulation.ts';

function laboratory(capacities: readonly number[]) {
  const simulation = new Simulation();
  const network = new FluidNetwork(simulation);
  const links = capacities.map((capacity, i) => network.resource({ name: `link ${i}`, capacity }));
  const log: string[] = [];
  function start(name: string, amount: number, route: readonly FluidResource[], rateCap = Infinity) {
    const flow = network.flow({ amount, rateCap, route: route.map((resource) => ({ resource })) });
    function* body(): Body<void> {
      try {
        yield flow;
        log.push(`${simulation.now} ${name} done`);
      } catch (error) {
        if (!(error instanceof Interrupt)) throw error;
        log.push(`${simulation.now} ${name} ${String(error.reason)}, ${flow.remaining} left`);
      }
    }
    simulation.spawn(body(), { name });
    return flow;
  }
  return { simulation, network, links, log, start };
}

describe('a fluid resource', () => {
  it('lists the flows that cross it, in the order in which they started, wherever they are bound', () => {
    const { simulation, network, links, start } = laboratory([10, 4, 100]);
    const [a, b, c] = links as [FluidResource, FluidResource, FluidResource];
    start('slow', 100, [a, b]);
    start('fast', 100, [a]);
    start('capped', 100, [a], 1);
    start('other', 100, [b, c]);
    simulation.run(1);
    const names = (resource: FluidResource) => network.flowsOver(resource).map(({ process }) => process.name);
    expect(links.map(names)).toEqual([['slow', 'fast', 'capped'], ['slow', 'other'], ['other']]);
    expect(links.map(({ flowCount }) => flowCount)).toEqual([3, 2, 1]);
    simulation.run();
    expect(links.map(names)).toEqual([[], [], []]);
  });

  it('crashes with all that crosses it; the rest share what they leave, and newcomers wait for the repair', () => {
    const { simulation, network, links, log, start } = laboratory([10, 20]);
    const [a, b] = links as [FluidResource, FluidResource];
    start('crossing', 100, [a, b]);
    start('beside', 100, [b]);
    simulation.at(4, () => network.crash(a, 'link cut'));
    simulation.at(5, () => start('newcomer', 10, [a, b]));
    simulation.at(10, () => network.setCapacity(a, 10));
    simulation.run();
    expect(log).toEqual(['4 crossing link cut, 60 left', '7 beside done', '11 newcomer done']);
    expect([a.flowCount, b.flowCount, a.usedIntegral(), b.usedIntegral()]).toEqual([0, 0, 50, 150]);
  });

  it('takes nothing from a flow that is served by then, in whatever order the events come', () => {
    for (const priority of [-1, 0, 1]) {
      const { simulation, network, links, log, start } = laboratory([10]);
      simulation.at(4, () => network.crash(links[0]!, 'link cut'), priority);
      start('served', 20, links);
      start('unserved', 21, links);
      simulation.run();
      expect(log).toEqual(['4 served done', '4 unserved link cut, 1 left']);
    }
  });

  it('may leave some capacity', () => {
    const { simulation, network, links, log, start } = laboratory([10]);
    start('before', 100, links);
    simulation.at(4, () => network.crash(links[0]!, 'restarted', 5));
    simulation.at(4, () => start('after', 10, links));
    simulation.run();
    expect(log).toEqual(['4 before restarted, 60 left', '6 after done']);
  });
});

describe('a flow that is rerouted', () => {
  it('goes on with what is left, from then on over the other resources', () => {
    const { simulation, network, links, log, start } = laboratory([10, 4, 100]);
    const [a, b, c] = links as [FluidResource, FluidResource, FluidResource];
    const flow = start('moved', 100, [a, c]);
    start('there already', 40, [b]);
    simulation.at(2, () => network.setRoute(flow, [{ resource: b }, { resource: c, coefficient: 2 }]));
    simulation.run();
    // 80 are left at 2 s. Two share 4 until the other has had its 40 (8 alone, 32 shared), at 18 s; then 48 at 4.
    expect(log).toEqual(['18 there already done', '30 moved done']);
    expect(links.map((link) => link.usedIntegral())).toEqual([20, 120, 20 + 160]);
  });

  it('may be rerouted before it starts and after it has ended, and not over another network', () => {
    const { simulation, network, links, start } = laboratory([10, 5]);
    const flow = start('flow', 10, [links[0]!]);
    network.setRoute(flow, [{ resource: links[1]! }]);
    simulation.run();
    expect([simulation.now, links[0]!.usedIntegral(), links[1]!.usedIntegral()]).toEqual([2, 0, 10]);
    network.setRoute(flow, []);
    expect(flow.rate).toBe(0);
    const other = laboratory([1]);
    expect(() => network.setRoute(flow, [{ resource: other.links[0]! }])).toThrow(
      'a resource of another network',
    );
    expect(() => other.network.setRoute(flow, [])).toThrow('the flow is one of another network');
  });
});

describe('in any network with crashes, repairs and new routes', () => {
  const seconds = fc.oneof(fc.nat(9), fc.double({ min: 0.01, max: 9, noNaN: true }));
  const routes = fc.uniqueArray(fc.nat(3), { minLength: 1, maxLength: 3 });
  const model = fc.record({
    flows: fc.array(
      fc.record({ at: seconds, amount: seconds, route: routes, rateCap: fc.constantFrom(0.5, 2, Infinity) }),
      { minLength: 1, maxLength: 10 },
    ),
    crashes: fc.array(fc.record({ at: seconds, link: fc.nat(3) }), { maxLength: 4 }),
    moves: fc.array(fc.record({ at: seconds, flow: fc.nat(9), route: routes }), { maxLength: 4 }),
  });

  it('what was served and what is left is what was asked for, and no flow stays on what has crashed', () => {
    fc.assert(
      fc.property(model, ({ flows, crashes, moves }) => {
        const { simulation, network, links, start } = laboratory([1, 2, 3, 4]);
        // A flow of 1 uses 1 of each of its resources, whichever they are: all of it together is counted on one more.
        const total = network.resource({ name: 'total', capacity: Infinity });
        const pick = (route: readonly number[]) => [...route.map((link) => links[link]!), total];
        const started: ReturnType<typeof start>[] = [];
        for (const [index, { at, amount, route, rateCap }] of flows.entries()) {
          simulation.at(at, () => (started[index] = start(`flow ${index}`, amount, pick(route), rateCap)));
        }
        for (const { at, link } of crashes) {
          simulation.at(at, () => {
            const victims = network.flowsOver(links[link]!);
            network.crash(links[link]!, 'cut');
            // In the same instant, after the interrupts.
            simulation.at(at, () => expect(victims.filter(({ isHeld }) => isHeld)).toEqual([]), 1);
          });
          simulation.at(20, () => network.setCapacity(links[link]!, link + 1));
        }
        for (const { at, flow, route } of moves) {
          simulation.at(at, () => {
            if (started[flow] !== undefined) {
              network.setRoute(
                started[flow],
                pick(route).map((resource) => ({ resource })),
              );
            }
          });
        }
        simulation.run();
        const asked = flows.reduce((sum, { amount }) => sum + amount, 0);
        const left = started.reduce((sum, { remaining }) => sum + remaining, 0);
        expect(Math.abs(total.usedIntegral() + left - asked)).toBeLessThan(1e-9 * Math.max(1, asked));
        expect([total, ...links].map(({ flowCount }) => flowCount)).toEqual([0, 0, 0, 0, 0]);
      }),
      { numRuns: 300 },
    );
  });
});
