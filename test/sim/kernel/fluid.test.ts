import { describe, expect, it, test } from 'vitest';
import { type FlowOutcome, type FlowRequest, FluidNetwork } from '../../../sim/kernel/fluid.ts';
import { Interrupt } from '../../../sim/kernel/interrupt.ts';
import { Simulation } from '../../../sim/kernel/simulation.ts';

/** A network, and what its flows came to in the order in which they ended. */
function laboratory() {
  const simulation = new Simulation();
  const network = new FluidNetwork(simulation);
  const outcomes: FlowOutcome[] = [];
  const start = (request: FlowRequest) => {
    const flow = network.flow(request);
    const process = simulation.spawn(
      (function* () {
        yield flow;
        outcomes.push(flow.outcome!);
      })(),
    );
    return { flow, process };
  };
  /** Resources of these capacities. */
  const links = (...capacities: number[]) =>
    capacities.map((capacity, index) => network.resource({ name: `link ${index}`, capacity }));
  /** The rates of flows that start now, once they share. */
  const rates = (...requests: Omit<FlowRequest, 'amount'>[]) => {
    const flows = requests.map((request) => start({ amount: 1e9, ...request }).flow);
    simulation.run(simulation.now);
    return flows.map((flow) => flow.rate);
  };
  return { simulation, network, outcomes, start, links, rates };
}

describe('rates in closed form', () => {
  test('a single link: equal shares', () => {
    const { links, rates } = laboratory();
    const route = [{ resource: links(12)[0]! }];
    expect(rates({ route }, { route }, { route })).toEqual([4, 4, 4]);
  });

  test('weights: shares in their proportion', () => {
    const { links, rates } = laboratory();
    const route = [{ resource: links(12)[0]! }];
    expect(rates({ route, weight: 1 }, { route, weight: 2 }, { route, weight: 3 })).toEqual([2, 4, 6]);
  });

  test('caps: what one does not take the others share', () => {
    const { links, rates } = laboratory();
    const route = [{ resource: links(12)[0]! }];
    expect(rates({ route, rateCap: 1 }, { route, rateCap: 5 }, { route })).toEqual([1, 5, 6]);
    expect(rates({ route, rateCap: 5 })).toEqual([11 / 3]);
  });

  test('coefficients: equal rates, unequal use', () => {
    const { links, rates } = laboratory();
    const [link] = links(12);
    const [single, double] = [1, 2].map((coefficient) => [{ resource: link!, coefficient }]);
    expect(rates({ route: single! }, { route: double! })).toEqual([4, 4]);
    expect(link!.used).toBe(12);
  });

  test('a resource that is named twice is used twice, one with coefficient 0 not at all', () => {
    const { links, rates } = laboratory();
    const [link, other] = links(12, 1);
    const twice = [{ resource: link! }, { resource: other!, coefficient: 0 }, { resource: link! }];
    expect(rates({ route: twice }, { route: [{ resource: link! }] })).toEqual([4, 4]);
    expect([link!.flowCount, other!.flowCount, other!.used]).toEqual([2, 0, 0]);
  });

  test('a linear network of two links: the long flow gets half of the narrow one', () => {
    const { links, rates } = laboratory();
    const [narrow, wide] = links(1, 2);
    expect(
      rates(
        { route: [{ resource: narrow! }, { resource: wide! }] },
        { route: [{ resource: narrow! }] },
        { route: [{ resource: wide! }] },
      ),
    ).toEqual([0.5, 0.5, 1.5]);
  });

  test.each([1, 2, 3, 10, 50])('a parking lot of %i links', (count) => {
    const { links, rates } = laboratory();
    // Link i has capacity i + 3 and i + 1 flows of its own; the long flow crosses all.
    const parking = links(...Array.from({ length: count }, (_, i) => i + 3));
    const own = parking.flatMap((resource, i) =>
      Array.from({ length: i + 1 }, () => ({ route: [{ resource }] })),
    );
    const measured = rates({ route: parking.map((resource) => ({ resource })) }, ...own);
    const long = Math.min(...parking.map((_, i) => (i + 3) / (i + 2)));
    expect(measured[0]).toBeCloseTo(long, 12);
    parking.forEach((_, i) => {
      const first = 1 + (i * (i + 1)) / 2;
      for (let flow = first; flow <= first + i; flow++) {
        expect(measured[flow]).toBeCloseTo((i + 3 - long) / (i + 1), 12);
      }
    });
  });

  test('NICs, an uplink and storage: each flow held down somewhere else', () => {
    const { links, rates, network } = laboratory();
    const [slowNic, nic, uplink, storage] = links(1, 10, 9, 30);
    const near = { route: [{ resource: storage! }], rateCap: 20 };
    expect(
      rates(
        { route: [slowNic!, uplink!, storage!].map((resource) => ({ resource })) },
        { route: [nic!, uplink!, storage!].map((resource) => ({ resource })) },
        near,
        near,
      ),
    ).toEqual([1, 8, 10.5, 10.5]);
    network.setCapacity(storage!, 100);
    expect(storage!.used).toBe(49);
    network.setCapacity(storage!, 3);
    expect(storage!.used).toBe(3);
  });

  test('one flow after another over the same links, each with its own cap and coefficients', () => {
    const { network, links, simulation } = laboratory();
    const [first, second] = links(12, 60);
    const rates: number[] = [];
    simulation.spawn(
      (function* () {
        for (const [coefficient, rateCap] of [
          [2, 3],
          [3, Infinity],
          [10, 5],
          [10, Infinity],
          [1, 2],
        ]) {
          const route = [{ resource: first! }, { resource: second!, coefficient: coefficient! }];
          rates.push(1 / (yield* network.transfer({ amount: 1, route, rateCap: rateCap! })).seconds);
        }
      })(),
    );
    simulation.run();
    expect(rates.map((rate) => Math.round(rate * 1e9) / 1e9)).toEqual([3, 12, 5, 6, 2]);
    expect([first!.used, second!.used]).toEqual([0, 0]);
  });
});

describe('what a process sees', () => {
  it('gets the outcome from its yield, and by transfer with its type', () => {
    const { simulation, network, links } = laboratory();
    const [link] = links(10);
    const request = { amount: 50, route: [{ resource: link! }] };
    const process = simulation.spawn(
      (function* () {
        return [yield network.flow(request), yield* network.transfer(request)];
      })(),
    );
    simulation.run();
    expect(process.result).toEqual([
      { seconds: 5, bottleneck: link },
      { seconds: 5, bottleneck: link },
    ]);
  });

  it('is told what limited its flow at the end, undefined for its own cap', () => {
    const { simulation, start, links, outcomes } = laboratory();
    const [link, wide] = links(10, 100);
    const route = [{ resource: wide! }, { resource: link! }];
    start({ amount: 10, rateCap: 2, route });
    start({ amount: 40, route });
    simulation.run();
    expect(outcomes).toEqual([
      { seconds: 5, bottleneck: undefined },
      { seconds: 5, bottleneck: link },
    ]);
  });

  it('ends at the time that the shares on the way give', () => {
    const { simulation, start, links, outcomes } = laboratory();
    const route = [{ resource: links(10)[0]! }];
    for (const amount of [100, 50, 20]) start({ amount, route });
    simulation.run();
    // 20 of each by 6 s, 30 more of two by 12 s, 50 more of one by 17 s.
    expect(outcomes.map(({ seconds }) => seconds)).toEqual([6, 12, 17]);
  });

  it('is not kept by nothing, by no limit, or by a resource that never limits', () => {
    const { simulation, start, links, outcomes, network } = laboratory();
    const [link] = links(10);
    const endless = network.resource({ name: 'endless', capacity: Infinity });
    start({ amount: 0, route: [{ resource: link! }] });
    start({ amount: 7, route: [] });
    start({ amount: 7, route: [{ resource: endless }] });
    simulation.run();
    expect(outcomes.map(({ seconds }) => seconds)).toEqual([0, 0, 0]);
    expect([endless.usedIntegral(), endless.capacity]).toEqual([7, Infinity]);
    start({ amount: 7, rateCap: 2, route: [] });
    simulation.run();
    expect(outcomes.at(-1)).toEqual({ seconds: 3.5, bottleneck: undefined });
  });

  it('leaves the flow when interrupted, and can go on with what remains', () => {
    const { simulation, network, links } = laboratory();
    const [link] = links(10);
    const route = [{ resource: link! }];
    const process = simulation.spawn(
      (function* () {
        const flow = network.flow({ amount: 100, route });
        try {
          yield flow;
        } catch (error) {
          if (!(error instanceof Interrupt)) throw error;
        }
        const { remaining, rate } = flow;
        const idle = link!.used;
        yield 5;
        yield network.flow({ amount: remaining, route });
        return { remaining, rate, idle, end: simulation.now };
      })(),
    );
    simulation.at(4, () => process.interrupt('failed'));
    simulation.run();
    expect(process.result).toEqual({ remaining: 60, rate: 0, idle: 0, end: 15 });
    expect(link!.usedIntegral()).toBe(100);
  });

  it('cannot start a flow twice', () => {
    const { simulation, start } = laboratory();
    const { flow } = start({ amount: 1, route: [], rateCap: 1 });
    const again = simulation.spawn(
      (function* () {
        yield flow;
      })(),
    );
    expect(() => simulation.run()).toThrow('a flow can be started once only');
    expect(again.state).toBe('failed');
  });
});

describe('changes on the way', () => {
  it('stalls on a failed resource, costing no events, and goes on after the repair', () => {
    const { simulation, network, start, links, outcomes } = laboratory();
    const [link] = links(10);
    const { flow } = start({ amount: 100, route: [{ resource: link! }] });
    simulation.at(4, () => network.setCapacity(link!, 0));
    expect(() => simulation.run()).toThrow(
      'no event is left, but processes wait: process 0 for a flow over link 0',
    );
    expect([flow.remaining, flow.rate, simulation.now]).toEqual([60, 0, 4]);
    simulation.at(1000, () => network.setCapacity(link!, 20));
    simulation.run();
    expect(outcomes).toEqual([{ seconds: 1003, bottleneck: link }]);
    expect(link!.usedIntegral()).toBe(100);
  });

  it('changes the cap of a flow before and while it flows', () => {
    const { simulation, network, start, links, outcomes } = laboratory();
    const [link] = links(10);
    const { flow } = start({ amount: 100, route: [{ resource: link! }] });
    network.setRateCap(flow, 5);
    simulation.at(4, () => network.setRateCap(flow, 0));
    simulation.at(10, () => network.setRateCap(flow, Infinity));
    simulation.run();
    expect(outcomes).toEqual([{ seconds: 18, bottleneck: link }]);
    network.setRateCap(flow, 1);
    expect([flow.remaining, flow.rate]).toEqual([0, 0]);
  });

  it('shows use, flows and the integral of use at any moment', () => {
    const { simulation, start, links } = laboratory();
    const [link, other] = links(10, 100);
    start({ amount: 20, route: [{ resource: link! }, { resource: other!, coefficient: 3 }] });
    start({ amount: 10, rateCap: 1, route: [{ resource: other!, coefficient: 5 }] });
    simulation.run(1.5);
    expect([link!.used, other!.used]).toEqual([10, 35]);
    expect([link!.flowCount, other!.flowCount]).toEqual([1, 2]);
    expect([link!.usedIntegral(), other!.usedIntegral()]).toEqual([15, 52.5]);
    simulation.run(4);
    expect([link!.used, other!.used, link!.flowCount]).toEqual([0, 5, 0]);
    expect([link!.usedIntegral(), other!.usedIntegral()]).toEqual([20, 80]);
  });
});

describe('time and rounding', () => {
  it('ends equal flows together, in the order in which they started, with one event', () => {
    const { simulation, network, links } = laboratory();
    const [link] = links(0.3);
    const order: number[] = [];
    for (let i = 0; i < 100; i++) {
      simulation.spawn(
        (function* () {
          yield* network.transfer({ amount: 0.1, route: [{ resource: link! }] });
          order.push(i);
        })(),
      );
    }
    simulation.run();
    expect(order).toEqual(Array.from({ length: 100 }, (_, i) => i));
    // Each process starts, and goes on after its flow.
    expect(simulation.events).toBe(201);
  });

  it('serves small flows exactly beside large ones, late in a long run', () => {
    const { simulation, network, links } = laboratory();
    const [link] = links(1e9);
    const route = [{ resource: link! }];
    simulation.spawn(
      (function* () {
        yield network.flow({ amount: 1e15, route });
      })(),
    );
    const lengths: number[] = [];
    simulation.spawn(
      (function* () {
        for (let i = 0; i < 1000; i++) {
          yield 777.7;
          lengths.push((yield* network.transfer({ amount: 4096, route })).seconds);
        }
      })(),
    );
    simulation.run();
    // A double holds the time of this run to 1.2e-10 s.
    for (const seconds of lengths) expect(Math.abs(seconds - 8.192e-6)).toBeLessThan(2.5e-10);
    const amount = 1e15 + 4096 * lengths.length;
    expect(Math.abs(link!.usedIntegral() - amount)).toBeLessThan(1e-9 * amount);
  });

  it('keeps no trace of a flow a billion times as heavy', () => {
    const { simulation, start, links } = laboratory();
    const [link, wide] = links(10, 1000);
    const route = [{ resource: link! }, { resource: wide!, coefficient: 0.1 }];
    const light = [0.1, 0.7].map((weight) => start({ amount: 1e9, weight, route }).flow);
    for (const weight of [1e9 / 3, 1e12 / 7, 1e15 / 9]) {
      const heavy = start({ amount: 1e9, weight, route });
      simulation.run(simulation.now + 1);
      expect(light[0]!.rate).toBeLessThan(1e-8);
      heavy.process.interrupt('enough');
      simulation.run(simulation.now + 1);
      expect(light[0]!.rate).toBeCloseTo(1.25, 14);
      expect(light[1]!.rate).toBeCloseTo(8.75, 14);
    }
  });

  it('keeps no trace of a capacity a million million times as large', () => {
    const { simulation, network, start, links } = laboratory();
    const [shared, slow, ...nics] = links(1e12, 1e-3, 1e11 / 3, 1e11 / 7, 1e11 / 9, 3e11 / 7);
    const flows = [slow!, ...nics].map(
      (nic) => start({ amount: 1e15, route: [{ resource: nic }, { resource: shared! }] }).flow,
    );
    start({ amount: 1e15, route: [{ resource: shared! }] });
    simulation.run(simulation.now);
    network.setCapacity(shared!, 1);
    expect(flows.map(({ rate }) => rate)).toEqual([1e-3, ...nics.map(() => (1 - 1e-3) / 5)]);
  });

  it.each([1e-12, 1e-3, 1, 1e9, 1e50])('knows no least time and no largest rate: capacity %s', (capacity) => {
    const { simulation, start, links, outcomes } = laboratory();
    start({ amount: 1, route: [{ resource: links(capacity)[0]! }] });
    simulation.run();
    expect(outcomes[0]!.seconds * capacity).toBeCloseTo(1, 12);
  });
});
