/**
 * Closed networks: exact mean-value analysis (M. Reiser, S. S. Lavenberg, Journal of the ACM 27, 1980) of a central
 * server model with thinking users, and the machine repair model (D. G. Kendall's M/M/c//N; Kleinrock, Queueing Systems
 * I, 3.8). Both start from their product-form law, and are observed for a time that is fixed beforehand.
 */
import { describe, expect, it } from 'vitest';
import type { NetworkStation } from '../../sim/kernel/network-station.ts';
import type { Body } from '../../sim/kernel/process.ts';
import { QueueingNetwork } from '../../sim/kernel/queueing-network.ts';
import { Simulation } from '../../sim/kernel/simulation.ts';
import { Station } from '../../sim/kernel/station.ts';
import { missedTruths, UTILIZATIONS } from './coverage.ts';
import { lawOf, meanOf, placeOf } from './discrete-law.ts';

/** The argument at which an increasing function reaches `target`, by bisection. */
function inverse(increasing: (x: number) => number, target: number): number {
  let low = 0;
  let high = 1e6;
  for (let i = 0; i < 200; i++) {
    const middle = (low + high) / 2;
    if (increasing(middle) < target) low = middle;
    else high = middle;
  }
  return high;
}

describe('eight users of a processor and two disks', () => {
  const USERS = 8;
  /** Service wanted of each station per round, in seconds; the first is the bottleneck. */
  const DEMANDS = [1, 0.6, 0.3] as const;
  const REPLICATIONS = 60;
  const HORIZON = 50;

  /** Mean-value analysis: throughput, and customers at each station, with a mean thinking time. */
  function meanValues(thinkSeconds: number): { throughput: number; present: number[] } {
    let present = DEMANDS.map(() => 0);
    let throughput = 0;
    for (let users = 1; users <= USERS; users++) {
      const response = DEMANDS.map((demand, i) => demand * (1 + present[i]!));
      throughput = users / (thinkSeconds + response.reduce((sum, r) => sum + r, 0));
      present = response.map((r) => throughput * r);
    }
    return { throughput, present };
  }

  it.each(UTILIZATIONS)(
    'at utilization %s of the processor: throughput, and customers at each station',
    (utilization) => {
      const thinkSeconds = inverse((think) => -meanValues(think).throughput * DEMANDS[0], -utilization);
      const { throughput, present } = meanValues(thinkSeconds);
      // The product form: demand^n at each station, think^n / n! among the thinking.
      const states: number[][] = [];
      const weights: number[] = [];
      for (let a = 0; a <= USERS; a++) {
        for (let b = 0; a + b <= USERS; b++) {
          for (let c = 0; a + b + c <= USERS; c++) {
            let weight = DEMANDS[0] ** a * DEMANDS[1] ** b * DEMANDS[2] ** c;
            for (let n = 1; n <= USERS - a - b - c; n++) weight *= thinkSeconds / n;
            states.push([USERS - a - b - c, a, b, c]);
            weights.push(weight);
          }
        }
      }
      const law = lawOf(weights);
      const truth = {
        rounds: throughput * HORIZON,
        processor: present[0]!,
        disk1: present[1]!,
        disk2: present[2]!,
      };
      const missed = missedTruths(truth, REPLICATIONS, (streams) => {
        const services = streams.stream('stations', 'services');
        const start = streams.stream('stations', 'start');
        return () => {
          const simulation = new Simulation();
          const network = new QueueingNetwork(simulation);
          const station = (servers: number, meanSeconds: number, next: () => number): NetworkStation =>
            network.station({
              servers,
              serviceSeconds: () => services.exponential() * meanSeconds,
              next: () => stations[next()]!,
            });
          const stations: readonly NetworkStation[] = [
            station(USERS, thinkSeconds, () => 1),
            station(1, DEMANDS[0], () => 2),
            station(1, DEMANDS[1], () => 3),
            station(1, DEMANDS[2], () => 0),
          ];
          for (const [at, count] of states[placeOf(law, start.uniform())]!.entries()) {
            for (let i = 0; i < count; i++) network.enter(() => stations[at]!);
          }
          simulation.run(HORIZON);
          const meanPresent = stations.map(
            (each) => (each.queueIntegral(HORIZON) + each.busyIntegral(HORIZON)) / HORIZON,
          );
          return {
            rounds: stations[1]!.departures,
            processor: meanPresent[1]!,
            disk1: meanPresent[2]!,
            disk2: meanPresent[3]!,
          };
        };
      });
      expect(missed).toEqual([]);
    },
  );
});

describe('ten machines and two repairers', () => {
  const MACHINES = 10;
  const REPAIRERS = 2;
  const REPLICATIONS = 60;
  const HORIZON = 40;

  /** The stationary law of the number of machines down, repair taking 1 s. */
  function downLaw(failureRate: number): Float64Array {
    const weights = [1];
    for (let down = 1; down <= MACHINES; down++) {
      weights.push((weights[down - 1]! * (MACHINES - down + 1) * failureRate) / Math.min(down, REPAIRERS));
    }
    return lawOf(weights);
  }

  const busyAt = (down: number) => Math.min(down, REPAIRERS);

  it.each(UTILIZATIONS)(
    'at utilization %s of the repairers: repairs, machines down and waiting',
    (utilization) => {
      const failureRate = inverse((rate) => meanOf(downLaw(rate), busyAt) / REPAIRERS, utilization);
      const law = downLaw(failureRate);
      const truth = {
        busy: meanOf(law, busyAt),
        waiting: meanOf(law, (down) => down - busyAt(down)),
        repairs: meanOf(law, busyAt) * HORIZON,
      };
      const missed = missedTruths(truth, REPLICATIONS, (streams) => {
        const lives = streams.stream('machines', 'lives');
        const repairs = streams.stream('repairers', 'services');
        const start = streams.stream('machines', 'start');
        return () => {
          const simulation = new Simulation();
          const repairers = new Station(simulation, { servers: REPAIRERS });
          function* machine(down: boolean): Body<void> {
            if (down) yield* repairers.visit(repairs.exponential());
            for (;;) {
              yield lives.exponential() / failureRate;
              yield* repairers.visit(repairs.exponential());
            }
          }
          const down = placeOf(law, start.uniform());
          for (let i = 0; i < MACHINES; i++) simulation.spawn(machine(i < down));
          simulation.run(HORIZON);
          return {
            busy: repairers.busyIntegral() / HORIZON,
            waiting: repairers.queueIntegral() / HORIZON,
            repairs: repairers.departures,
          };
        };
      });
      expect(missed).toEqual([]);
    },
  );
});
