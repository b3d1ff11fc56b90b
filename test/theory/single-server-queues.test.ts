/**
 * M/G/1 by Pollaczek and Khinchine, with the whole law of the sojourn for deterministic and hyperexponential service.
 *
 * A replication begins with the stationary work in the system as one customer: under first come, first served, that is
 * all that later arrivals feel. The work is a geometric number, of parameter rho, of independent residual services
 * (Kleinrock, Queueing Systems I, 5.7).
 */
import { describe, expect, it } from 'vitest';
import type { RandomStream } from '../../sim/kernel/stream.ts';
import {
  type Measurements,
  meanAndQuantiles,
  missedTruths,
  trueMeanAndQuantiles,
  UTILIZATIONS,
} from './coverage.ts';
import { DeterministicQueue } from './deterministic-queue.ts';
import { hyperexponentialSojourn, PHASES } from './hyperexponential-queue.ts';
import { quantileOf } from './quantile.ts';
import { singleQueue } from './single-queue.ts';

interface Service {
  readonly draw: (stream: RandomStream) => number;
  /** Draws what is left of a service when looked at in the midst of it. */
  readonly drawResidual: (stream: RandomStream) => number;
  readonly squaredVariation: number;
  /** The law of the sojourn at an arrival rate, where it is known. */
  readonly sojournCumulative?: (rate: number) => (t: number) => number;
}

const SIGMA = 0.8;

// All of mean 1.
const SERVICES: Readonly<Record<string, Service>> = {
  deterministic: {
    draw: () => 1,
    drawResidual: (stream) => stream.uniform(),
    squaredVariation: 0,
    sojournCumulative: (rate) => {
      const queue = new DeterministicQueue(1, rate);
      return (t) => queue.waitCumulative(t - 1);
    },
  },
  lognormal: {
    draw: (stream) => Math.exp(SIGMA * normal(stream) - SIGMA ** 2 / 2),
    // A uniform part of a length-biased service, whose logarithm is shifted by sigma squared.
    drawResidual: (stream) => stream.uniform() * Math.exp(SIGMA * normal(stream) + SIGMA ** 2 / 2),
    squaredVariation: Math.exp(SIGMA ** 2) - 1,
  },
  hyperexponential: {
    draw: (stream) => drawPhase(stream, PHASES.probability),
    // Phases by the time spent in them: 0.8 x 1/2 and 0.2 x 3.
    drawResidual: (stream) => drawPhase(stream, PHASES.probability / PHASES.rates[0]),
    squaredVariation: 2 * (PHASES.probability / 4 + (1 - PHASES.probability) * 9) - 1,
    sojournCumulative: hyperexponentialSojourn,
  },
};

const SIZES = { 0.3: [400, 20], 0.7: [800, 10], 0.9: [900, 8], 0.95: [900, 8] } as const;

describe.each(Object.entries(SERVICES))('M/G/1 with %s service', (_, service) => {
  it.each(UTILIZATIONS)('at utilization %s: mean sojourn, and p95 and p99 where known', (rate) => {
    const mean = 1 + (rate * (1 + service.squaredVariation)) / (2 * (1 - rate));
    const cumulative = service.sojournCumulative?.(rate);
    const truth: Measurements =
      cumulative === undefined ? { sojourn: mean } : trueMeanAndQuantiles('sojourn', mean);
    const p95 = cumulative === undefined ? 0 : quantileOf(cumulative, 0.95);
    const p99 = cumulative === undefined ? 0 : quantileOf(cumulative, 0.99);
    const [replications, customers] = SIZES[rate];
    const missed = missedTruths(truth, replications, (streams) => {
      const arrivals = streams.stream('source', 'arrivals');
      const services = streams.stream('station', 'services');
      const start = streams.stream('station', 'start');
      const run = singleQueue('network', {
        servers: 1,
        intervalSeconds: () => arrivals.exponential() / rate,
        serviceSeconds: () => service.draw(services),
        customers,
      });
      return () => {
        let work = 0;
        while (start.uniform() < rate) work += service.drawResidual(start);
        return meanAndQuantiles('sojourn', run([work]), p95, p99);
      };
    });
    expect(missed).toEqual([]);
  });
});

function normal(stream: RandomStream): number {
  return Math.sqrt(2 * stream.exponential()) * Math.cos(2 * Math.PI * stream.uniform());
}

function drawPhase(stream: RandomStream, probability: number): number {
  return stream.exponential() / PHASES.rates[stream.uniform() < probability ? 0 : 1];
}
