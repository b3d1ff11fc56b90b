/**
 * Machine repair: numbered servers that fail one by one, each with the job on it, and wait for a crew. The number that is
 * down is M/M/c with a finite source (C. Palm, The distribution of repairmen in servicing automatic machines, 1947).
 */
import { expect, it } from 'vitest';
import { Interrupt } from '../../sim/kernel/interrupt.ts';
import type { Body } from '../../sim/kernel/process.ts';
import { Simulation } from '../../sim/kernel/simulation.ts';
import { Station } from '../../sim/kernel/station.ts';
import { byPatience } from '../patience.ts';
import { missedTruths } from './coverage.ts';
import { lawOf, meanOf, placeOf } from './discrete-law.ts';

const SERVERS = 6;
const CREW = 2;
const FAILURE_RATE = 0.1;
const REPAIR_RATE = 0.3;
const HORIZON = 10;
const REPLICATIONS = byPatience({ fast: 50, slow: 30 });

it('numbered servers that fail and wait for repair: how many are up, each one’s share of the time, and what is killed', () => {
  const weights = [1];
  for (let down = 1; down <= SERVERS; down++) {
    const repair = Math.min(down, CREW) * REPAIR_RATE;
    weights.push((weights[down - 1]! * (SERVERS - down + 1) * FAILURE_RATE) / repair);
  }
  const law = lawOf(weights);
  const up = SERVERS - meanOf(law, (down) => down);
  const truth = {
    'up, in the mean over time': up,
    'up, at the end': up,
    'more than one down': 1 - law[0]! - law[1]!,
    'server 2 up': up / SERVERS,
    'jobs killed per second': up * FAILURE_RATE,
  };
  const missed = missedTruths(truth, REPLICATIONS, (streams) => {
    const [start, failures, repairs, works] = ['start', 'failures', 'repairs', 'works'].map((purpose) =>
      streams.stream('farm', purpose),
    );
    return () => {
      const simulation = new Simulation();
      const farm = new Station(simulation, { servers: SERVERS, numbered: true });
      const crew = new Station(simulation, { servers: CREW });
      let killed = 0;
      function* life(server: number): Body<void> {
        for (;;) {
          if (farm.numbered.isUp(server)) yield failures!.exponential() / FAILURE_RATE;
          farm.fail(server, server);
          yield* crew.visit(repairs!.exponential() / REPAIR_RATE);
          farm.repair(server);
        }
      }
      // There is always more to do than there are servers.
      function* jobs(): Body<void> {
        for (;;) {
          const lease = farm.seize();
          try {
            yield lease;
            const [server] = farm.numbered.heldBy(lease);
            try {
              yield works!.exponential();
            } catch (error) {
              if (!(error instanceof Interrupt && error.reason === server)) throw error;
              killed++;
            }
          } finally {
            farm.release();
          }
        }
      }
      // Who is down at the start is anybody: servers are dealt to the places of the law.
      const down = placeOf(law, start!.uniform());
      const first = Math.floor(start!.uniform() * SERVERS);
      for (let i = 0; i < down; i++) farm.fail((first + i) % SERVERS, 'at the start');
      for (let server = 0; server < SERVERS; server++) simulation.spawn(life(server));
      for (let job = 0; job < SERVERS + 1; job++) simulation.spawn(jobs());
      simulation.run(HORIZON);
      return {
        'up, in the mean over time': farm.busyIntegral() / HORIZON,
        'up, at the end': farm.servers,
        'more than one down': SERVERS - farm.servers > 1 ? 1 : 0,
        'server 2 up': farm.numbered.isUp(2) ? 1 : 0,
        'jobs killed per second': killed / HORIZON,
      };
    };
  });
  expect(missed).toEqual([]);
});
