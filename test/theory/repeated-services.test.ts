/**
 * M/G/1 whose service is cut short and begins anew, by a more urgent class or by crashes: the closed forms of
 * completion-time.ts, and the resumption of exponential services, which is the same as drawing them anew.
 */
import { describe, expect, it } from 'vitest';
import { Interrupt } from '../../sim/kernel/interrupt.ts';
import type { Body } from '../../sim/kernel/process.ts';
import { Simulation } from '../../sim/kernel/simulation.ts';
import { Station } from '../../sim/kernel/station.ts';
import type { RandomStream, StreamSource } from '../../sim/kernel/stream.ts';
import { byPatience } from '../patience.ts';
import {
  completionTime,
  type DiscreteService,
  type Interruptions,
  meanSojournSeconds,
  type Repetition,
} from './completion-time.ts';
import { type Measurements, missedTruths } from './coverage.ts';

const ARRIVAL_RATE = 0.2;
const INTERRUPTION_RATE = 0.2;
const SERVICE: DiscreteService = { seconds: [0.4, 1.6], probabilities: [0.5, 0.5] };
const REPAIR_SECONDS = 0.8;
/** Exponential repairs. */
const CRASHES: Interruptions = {
  rate: INTERRUPTION_RATE,
  meanSeconds: REPAIR_SECONDS,
  meanSquare: 2 * REPAIR_SECONDS ** 2,
};
/** Busy periods of an M/M/1 queue of urgent customers, who take a second each. */
const URGENT: Interruptions = {
  rate: INTERRUPTION_RATE,
  meanSeconds: 1 / (1 - INTERRUPTION_RATE),
  meanSquare: 2 / (1 - INTERRUPTION_RATE) ** 3,
};
const REPLICATIONS = byPatience({ fast: 60, slow: 40 });
/** From one instant at which nobody is there and the server is up to the next but so many. */
const CYCLES = byPatience({ fast: 40, slow: 30 });

function drawService(stream: RandomStream): number {
  return SERVICE.seconds[stream.uniform() < SERVICE.probabilities[0]! ? 0 : 1]!;
}

interface Model {
  readonly simulation: Simulation;
  readonly station: Station;
  readonly streams: StreamSource;
  /** Whether the cycle is at its end. */
  isOver: () => boolean;
}

/**
 * Runs cycles. A cycle's sum of sojourns is in the mean its number of customers times the mean sojourn, so that the
 * difference has mean zero, without a bias of the start.
 */
function experiment(
  streams: StreamSource,
  options: {
    readonly discipline: 'priority' | 'preemptive-repeat' | 'preemptive-resume';
    readonly meanSojournSeconds: number;
    readonly customer: (model: Model) => Body<void>;
    readonly disturbance: (model: Model) => Body<void>;
  },
): () => Measurements {
  const simulation = new Simulation();
  const station = new Station(simulation, { discipline: options.discipline });
  const arrivals = streams.stream('source', 'arrivals');
  let over = false;
  let excess = 0;
  const model: Model = { simulation, station, streams, isOver: () => over };
  function* customer(): Body<void> {
    const arrivedSeconds = simulation.now;
    yield* options.customer(model);
    excess += simulation.now - arrivedSeconds - options.meanSojournSeconds;
    over ||= station.busy === 0 && station.queueLength === 0;
  }
  function* source(): Body<void> {
    for (;;) {
      yield arrivals.exponential() / ARRIVAL_RATE;
      if (over) return;
      simulation.spawn(customer());
    }
  }
  return () => {
    excess = 0;
    for (let cycle = 0; cycle < CYCLES; cycle++) {
      over = false;
      simulation.spawn(source());
      simulation.spawn(options.disturbance(model));
      simulation.run();
    }
    return { excess };
  };
}

/** Urgent customers, in a cycle that may end with one of them. */
function* urgentCustomers({ simulation, station, streams, isOver }: Model): Body<void> {
  const stream = streams.stream('urgent', `from ${simulation.now}`);
  while (true) {
    yield stream.exponential() / INTERRUPTION_RATE;
    if (isOver()) return;
    simulation.spawn(station.visit(stream.exponential(), { priority: -9 }));
  }
}

describe.each<Repetition>(['identical', 'different'])('a service that is repeated, %s,', (repetition) => {
  it('after more urgent customers: the mean sojourn of the patient', () => {
    const truth = meanSojournSeconds(ARRIVAL_RATE, completionTime(SERVICE, URGENT, repetition), URGENT);
    const missed = missedTruths({ excess: 0 }, REPLICATIONS, (streams) => {
      const services = streams.stream('patient', 'services');
      return experiment(streams, {
        discipline: 'preemptive-repeat',
        meanSojournSeconds: truth,
        customer: ({ station }) =>
          station.visit(repetition === 'identical' ? drawService(services) : () => drawService(services)),
        disturbance: urgentCustomers,
      });
    });
    expect(missed).toEqual([]);
  });

  const failures = (fail: (station: Station) => void) =>
    function* ({ simulation, station, streams, isOver }: Model): Body<void> {
      const stream = streams.stream('crashes', `from ${simulation.now}`);
      while (true) {
        yield stream.exponential() / INTERRUPTION_RATE;
        if (isOver()) return;
        fail(station);
        yield stream.exponential() * REPAIR_SECONDS;
        station.setServers(1);
      }
    };
  const truth = meanSojournSeconds(ARRIVAL_RATE, completionTime(SERVICE, CRASHES, repetition), CRASHES);

  it('after breakdowns, which suspend it: the mean sojourn', () => {
    const missed = missedTruths({ excess: 0 }, REPLICATIONS, (streams) => {
      const services = streams.stream('server', 'services');
      return experiment(streams, {
        discipline: 'preemptive-repeat',
        meanSojournSeconds: truth,
        customer: ({ station }) =>
          station.visit(repetition === 'identical' ? drawService(services) : () => drawService(services)),
        disturbance: failures((station) => station.setServers(0)),
      });
    });
    expect(missed).toEqual([]);
  });

  it('after crashes, which kill it, by a customer who tries again ahead of all others: the mean sojourn', () => {
    const missed = missedTruths({ excess: 0 }, REPLICATIONS, (streams) => {
      const services = streams.stream('server', 'services');
      return experiment(streams, {
        discipline: 'priority',
        meanSojournSeconds: truth,
        customer: function* ({ station }) {
          let seconds = drawService(services);
          for (let priority = 0; ; priority = -1) {
            try {
              return yield* station.visit(seconds, { priority });
            } catch (error) {
              if (!(error instanceof Interrupt)) throw error;
              if (repetition === 'different') seconds = drawService(services);
            }
          }
        },
        disturbance: failures((station) => station.crash('power lost')),
      });
    });
    expect(missed).toEqual([]);
  });
});

describe('an exponential service', () => {
  const truth = 1 / ((1 - INTERRUPTION_RATE) * (1 - INTERRUPTION_RATE - ARRIVAL_RATE));

  it.each(['preemptive-repeat', 'preemptive-resume'] as const)(
    'under %s, drawn anew or continued, has the sojourn of M/M/1 with preemptive priorities',
    (discipline) => {
      const missed = missedTruths({ excess: 0 }, REPLICATIONS, (streams) => {
        const services = streams.stream('patient', 'services');
        return experiment(streams, {
          discipline,
          meanSojournSeconds: truth,
          customer: ({ station }) => station.visit(() => services.exponential()),
          disturbance: urgentCustomers,
        });
      });
      expect(missed).toEqual([]);
    },
  );
});

it('a service that always takes the same has one completion time, and without interruptions none but its own', () => {
  const fixed = { seconds: [1.3], probabilities: [1] };
  expect(completionTime(fixed, URGENT, 'identical')).toEqual(completionTime(fixed, URGENT, 'different'));
  const { mean, square } = completionTime(SERVICE, { ...URGENT, rate: 1e-4 }, 'identical');
  expect(mean).toBeCloseTo(1, 2);
  expect(square).toBeCloseTo((0.4 ** 2 + 1.6 ** 2) / 2, 2);
});
