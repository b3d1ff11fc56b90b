import { describe, expect, it } from 'vitest';
import { sampler } from '../../../../models/distributions/distribution.ts';
import { Simulation } from '../../../../sim/kernel/simulation.ts';
import { StreamSource } from '../../../../sim/kernel/stream.ts';
import { LaneService } from '../../../../sim/world/storage/lane-service.ts';
import { serviceIdentity } from '../../../../sim/world/storage/service-identity.ts';

const LAW = { lanes: 1, serversPerLane: 1, variability: 1, idleResponseSeconds: 0.01 };

function oneServer() {
  const simulation = new Simulation();
  const stream = new StreamSource('lane', 0).stream('hot', 'service times');
  return {
    simulation,
    service: new LaneService(
      simulation,
      serviceIdentity({ name: 'data', kind: 'storage-data' }, 'hot'),
      LAW,
      stream,
    ),
  };
}

/** When each of some requests is answered that come at given times and occupy the only server in turn. */
function answers(
  service: LaneService,
  simulation: Simulation,
  arrivals: readonly number[],
  occupySeconds: (nth: number) => number,
  servedSeconds = occupySeconds,
): number[] {
  const ended: number[] = [];
  for (const [nth, atSeconds] of arrivals.entries()) {
    simulation.at(atSeconds, () => {
      simulation.spawn(
        (function* request() {
          yield* service.visit(0, occupySeconds(nth), servedSeconds(nth));
          ended[nth] = simulation.now;
        })(),
      );
    });
  }
  simulation.run();
  return ended;
}

describe('a service of equal requests that is halved for an interval', () => {
  const arrivals = Array.from({ length: 100 }, (_, nth) => nth);

  it('builds up the exact backlog, and works it off', () => {
    const { simulation, service } = oneServer();
    simulation.at(20, () => service.degrade(0.5));
    simulation.at(50, () => service.repair());
    // A request a second, each of 0.8 s: in 30 s at half speed 15 s of work are done of 24 s, so that 9 s are left at 50 s,
    // which shrink by 0.2 s a second for 45 s.
    const ended = answers(service, simulation, arrivals, () => 0.8);
    expect(ended[10]).toBeCloseTo(10.8, 9);
    // The server works without a pause from 20 s on: request n has 0.8 (n - 19) s of work done by its end.
    expect(ended[30]).toBeCloseTo(20 + (0.8 * 11) / 0.5, 9);
    expect(ended[50]).toBeCloseTo(50 + 0.8 * 31 - 15, 9);
    expect(ended[94]).toBeCloseTo(50 + 0.8 * 75 - 15, 9);
    expect(ended[96]).toBeCloseTo(96.8, 9);
    expect(service.usedIntegral(simulation.now)).toBeCloseTo(80, 9);
    expect(service.capacityIntegral(100)).toBeCloseTo(85, 9);
  });

  it('answers nothing while it is down, and goes on where it was', () => {
    const { simulation, service } = oneServer();
    simulation.at(20.3, () => service.fail());
    simulation.at(25.3, () => service.repair());
    const ended = answers(service, simulation, arrivals.slice(0, 30), () => 0.8);
    expect(ended[19]).toBeCloseTo(19.8, 9);
    for (let nth = 20; nth < 30; nth++) expect(ended[nth]).toBeCloseTo(25.8 + 0.8 * (nth - 20), 9);
    expect(service.usedIntegral(simulation.now)).toBeCloseTo(24, 9);
  });

  it.each([
    ['before its server is free', 0.8, 0.4],
    ['after its server is free', 0.4, 0.8],
  ])('answers at the same speed %s', (_, occupied, served) => {
    const { simulation, service } = oneServer();
    simulation.at(0.2, () => service.degrade(0.5));
    const ended = answers(
      service,
      simulation,
      [0],
      () => occupied,
      () => served,
    );
    expect(ended[0]).toBeCloseTo(0.2 + (served - 0.2) / 0.5, 9);
    expect(service.usedIntegral(simulation.now)).toBeCloseTo(occupied, 9);
  });
});

describe('a service that breaks down at random', () => {
  /**
   * H. C. White and L. S. Christie, "Queuing with preemptive priorities or with breakdown", Operations Research 6, 1958: Poisson
   * arrivals and exponential services, times to a breakdown and repairs; an interrupted service goes on where it was.
   */
  it('has the response time of M/M/1 with breakdowns', () => {
    const { simulation, service } = oneServer();
    const [arrivalRate, serviceRate, breakdownRate, repairRate] = [0.5, 1, 0.05, 0.4];
    const streams = new StreamSource('breakdowns', 0);
    const draw = (purpose: string, rate: number) =>
      sampler({ kind: 'exponential', mean: 1 / rate }, streams.stream('test', purpose));
    const gap = draw('arrivals', arrivalRate);
    const work = draw('services', serviceRate);
    const [up, down] = [draw('up', breakdownRate), draw('down', repairRate)];
    const arrivals: number[] = [];
    for (let at = gap(); arrivals.length < 60_000; at += gap()) arrivals.push(at);
    for (let at = up(); at < arrivals.at(-1)!; at += up()) {
      simulation.at(at, () => service.fail());
      simulation.at((at += down()), () => service.repair());
    }
    const works = arrivals.map(() => work());
    const ended = answers(service, simulation, arrivals, (nth) => works[nth]!);
    let total = 0;
    for (const [nth, at] of arrivals.entries()) total += ended[nth]! - at;
    const both = breakdownRate + repairRate;
    const expected =
      (both ** 2 + breakdownRate * serviceRate) / (both * (repairRate * serviceRate - arrivalRate * both));
    expect(Math.abs(total / arrivals.length / expected - 1)).toBeLessThan(0.06);
  });
});
