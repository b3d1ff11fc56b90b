import { describe, expect, it } from 'vitest';
import { FluidNetwork } from '../../../sim/kernel/fluid.ts';
import type { Body } from '../../../sim/kernel/process.ts';
import { Simulation } from '../../../sim/kernel/simulation.ts';
import { Station } from '../../../sim/kernel/station.ts';
import { RandomStream } from '../../../sim/kernel/stream.ts';

/** Every order of events of one instant: by priority, and by what was scheduled first where priorities are equal. */
function everyOrder(events: number): number[][] {
  let orders: number[][] = [[]];
  for (let event = 0; event < events; event++) {
    orders = orders.flatMap((order) => [-1, 0, 1].map((priority) => [...order, priority]));
  }
  return orders;
}

/** Both orders in which two things can be scheduled. */
const inEitherOrder = (isFirst: boolean, one: () => void, other: () => void) => {
  for (const schedule of isFirst ? [one, other] : [other, one]) schedule();
};

describe('a service that is complete at an instant', () => {
  it.each([true, false])(
    'keeps its server when all are lost at that instant (loss scheduled first: %s)',
    (isFirst) => {
      for (const [visit, loss, gain] of everyOrder(3)) {
        const simulation = new Simulation();
        const station = new Station(simulation, { discipline: 'preemptive-resume' });
        let end = NaN;
        function* customer(): Body<void> {
          yield* station.visit(5, { priority: 7 });
          end = simulation.now;
        }
        inEitherOrder(
          isFirst,
          () => simulation.at(5, () => station.setServers(0), loss),
          () => simulation.spawn(customer(), { priority: visit! }),
        );
        simulation.at(9, () => station.setServers(1), gain);
        simulation.run();
        expect([visit, loss, end]).toEqual([visit, loss, 5]);
        expect([station.busyIntegral(), station.queueIntegral(), station.departures]).toEqual([5, 0, 1]);
      }
    },
  );

  it.each([true, false])('keeps it before an urgent arrival, who waits for no one else (%s)', (isFirst) => {
    for (const [visit, urgent, other] of everyOrder(3)) {
      const simulation = new Simulation();
      const station = new Station(simulation, { servers: 2, discipline: 'preemptive-resume' });
      const ends: Record<string, number> = {};
      function* customer(name: string, at: number, seconds: number, rank: number): Body<void> {
        yield at;
        yield* station.visit(seconds, { priority: rank });
        ends[name] = simulation.now;
      }
      inEitherOrder(
        isFirst,
        () => simulation.spawn(customer('complete', 0, 5, 3), { priority: visit! }),
        () => simulation.spawn(customer('urgent', 5, 4, 1), { priority: urgent! }),
      );
      simulation.spawn(customer('other', 0, 8, 2), { priority: other! });
      simulation.run();
      expect([visit, urgent, other, ends]).toEqual([
        visit,
        urgent,
        other,
        { complete: 5, urgent: 9, other: 8 },
      ]);
      expect(station.queueIntegral()).toBe(0);
    }
  });

  it('of several, only those that are not complete lose their servers', () => {
    for (const [first, second, loss] of everyOrder(3)) {
      const simulation = new Simulation();
      const station = new Station(simulation, { servers: 3, discipline: 'preemptive-resume' });
      const ends: Record<string, number> = {};
      function* customer(name: string, seconds: number, rank: number): Body<void> {
        yield* station.visit(seconds, { priority: rank });
        ends[name] = simulation.now;
      }
      simulation.at(5, () => station.setServers(0), loss);
      simulation.spawn(customer('low', 5, 9), { priority: first! });
      simulation.spawn(customer('high', 5, 1), { priority: second! });
      simulation.spawn(customer('unfinished', 6, 5));
      simulation.at(9, () => station.setServers(1));
      simulation.run();
      expect(ends).toEqual({ low: 5, high: 5, unfinished: 10 });
      expect([station.busy, station.inService, station.queueLength]).toEqual([0, 0, 0]);
    }
  });

  it('still gives its server back when it is interrupted at that instant', () => {
    const simulation = new Simulation();
    const station = new Station(simulation, { discipline: 'preemptive-resume' });
    function* customer(seconds: number): Body<void> {
      yield 5;
      yield* station.visit(seconds);
    }
    const interrupted = simulation.spawn(customer(0), { priority: 1 });
    // At 5 the interrupt is sent; the visit begins, and is complete; the servers are lost; the interrupt arrives.
    simulation.at(5, () => interrupted.interrupt('stop'));
    simulation.at(1, () => simulation.at(5, () => station.setServers(0), 1));
    simulation.at(6, () => station.setServers(1));
    simulation.at(7, () => simulation.spawn(customer(4)));
    simulation.run();
    expect([simulation.now, station.busy, station.abandonments, station.departures]).toEqual([16, 0, 1, 1]);
  });
});

describe('a flow that is served by an instant', () => {
  const changes = {
    'a failure': (network: FluidNetwork, link: ReturnType<FluidNetwork['resource']>) =>
      network.setCapacity(link, 0),
    'a cap of zero': (network: FluidNetwork, _: unknown, flow: ReturnType<FluidNetwork['flow']>) =>
      network.setRateCap(flow, 0),
    'a newcomer of a million million times its weight': (
      network: FluidNetwork,
      link: ReturnType<FluidNetwork['resource']>,
      _: unknown,
      simulation: Simulation,
    ) =>
      simulation.spawn(
        (function* () {
          yield network.flow({ amount: 1e6, weight: 1e12, route: [{ resource: link }] });
        })(),
        { priority: -1 },
      ),
  };

  it.each(Object.entries(changes))(
    'has ended before %s at that instant, whatever rounding leaves',
    (_, change) => {
      const stream = new RandomStream('flows at the instant of their end');
      for (let draw = 0; draw < 300; draw++) {
        const [amount, capacity, start] = [stream.uniform(), stream.uniform(), 10 * stream.uniform()];
        const run = (at: number | null) => {
          const simulation = new Simulation();
          const network = new FluidNetwork(simulation);
          const link = network.resource({ name: 'link', capacity });
          const flow = network.flow({
            amount,
            route: [{ resource: link }],
            rateCap: draw % 2 === 0 ? capacity / 2 : 9,
          });
          function* one(): Body<void> {
            yield start;
            yield flow;
          }
          simulation.spawn(one());
          if (at !== null) simulation.at(at, () => change(network, link, flow, simulation), -1);
          simulation.run(100 + start + 4 / capacity);
          return start + (flow.outcome?.seconds ?? NaN);
        };
        const end = run(null);
        expect([draw, run(end)]).toEqual([draw, end]);
      }
    },
  );
});
