/**
 * Processor sharing by a fluid resource. M/G/1: sojourns of mean 1 / (1 - rho), whatever the law of the services
 * (Kleinrock, Queueing Systems II, 4.4). M/G/c, each flow capped at the rate of one server: the number present is that
 * of M/M/c, again whatever the law (J. W. Cohen, The multiple phase service network with generalized processor sharing,
 * Acta Informatica 12, 1979). In both, what is left of the services under way follows their residual law,
 * independently, so that a replication can start from the stationary state.
 */
import { describe, expect, it } from 'vitest';
import { FluidNetwork } from '../../sim/kernel/fluid.ts';
import type { Body } from '../../sim/kernel/process.ts';
import { Simulation } from '../../sim/kernel/simulation.ts';
import type { RandomStream } from '../../sim/kernel/stream.ts';
import { meanAndQuantiles, missedTruths, UTILIZATIONS } from './coverage.ts';
import { placeOf } from './discrete-law.ts';
import { erlangC, presentLaw } from './erlang.ts';
import { drawFrom, drawPhase, hyperexponentialPhases, type PhaseType } from './phase-type.ts';

interface Service {
  readonly draw: (stream: RandomStream) => number;
  readonly drawResidual: (stream: RandomStream) => number;
}

/** The phases of the hyperexponential by the time spent in them: 0.8 x 1/2 and 0.2 x 3. */
const lengthBiased: PhaseType = { ...hyperexponentialPhases, initial: [0.4, 0.6] };

function drawAll(law: PhaseType, stream: RandomStream): number {
  return drawFrom(law, drawPhase(law, stream), stream);
}

// All of mean 1.
const SERVICES: Readonly<Record<string, Service>> = {
  deterministic: { draw: () => 1, drawResidual: (stream) => stream.uniform() },
  exponential: {
    draw: (stream) => stream.exponential(),
    drawResidual: (stream) => stream.exponential(),
  },
  hyperexponential: {
    draw: (stream) => drawAll(hyperexponentialPhases, stream),
    drawResidual: (stream) => drawAll(lengthBiased, stream),
  },
};

/** Replications, and customers observed in each: where hardly anyone shares it takes more of them to see it. */
const SIZES = { 0.3: [60, 60], 0.7: [150, 8], 0.9: [80, 8], 0.95: [60, 8] } as const;

describe.each([
  ['M/G/1', 1],
  ['M/G/4 capped at one server a flow', 4],
] as const)('%s', (_, servers) => {
  describe.each(Object.entries(SERVICES))('%s service', (__, service) => {
    it.each(UTILIZATIONS)('at utilization %s: mean sojourn', (utilization) => {
      const [replications, customers] = SIZES[utilization];
      const load = servers * utilization;
      const law = presentLaw(servers, load);
      const truth = { sojourn: 1 + erlangC(servers, load) / (servers - load) };
      const missed = missedTruths(truth, replications, (streams) => {
        const arrivals = streams.stream('source', 'arrivals');
        const services = streams.stream('processor', 'services');
        const start = streams.stream('processor', 'start');
        const simulation = new Simulation();
        const network = new FluidNetwork(simulation);
        const processor = network.resource({ name: 'processor', capacity: servers });
        const serve = (amount: number) =>
          network.flow({ amount, rateCap: 1, route: [{ resource: processor }] });
        const sojourns = new Float64Array(customers);
        let unobserved = 0;
        function* initialCustomer(): Body<void> {
          yield serve(service.drawResidual(start));
        }
        function* customer(index: number): Body<void> {
          const arrivedSeconds = simulation.now;
          yield serve(service.draw(services));
          if (index >= customers) return;
          sojourns[index] = simulation.now - arrivedSeconds;
          unobserved--;
        }
        function* source(): Body<void> {
          // Until all have been observed: later arrivals slow down earlier ones.
          for (let index = 0; unobserved > 0; index++) {
            simulation.spawn(customer(index));
            yield arrivals.exponential() / load;
          }
        }
        return () => {
          unobserved = customers;
          for (let i = placeOf(law, start.uniform()); i > 0; i--) simulation.spawn(initialCustomer());
          simulation.spawn(source());
          simulation.run();
          return meanAndQuantiles('sojourn', sojourns, 0, 0);
        };
      });
      expect(missed).toEqual([]);
    });
  });
});
