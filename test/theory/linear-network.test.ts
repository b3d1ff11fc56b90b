/**
 * A linear network of two links under max-min sharing: long flows cross both, short ones a link of their own. Poisson
 * arrivals and exponential sizes make the numbers of flows a Markov chain, whose stationary law is computed here from the
 * allocation in closed form: the more crowded link gives equal shares of itself, the other the rest to its short flows.
 */
import { describe, expect, it } from 'vitest';
import { FluidNetwork } from '../../sim/kernel/fluid.ts';
import type { Body } from '../../sim/kernel/process.ts';
import { Simulation } from '../../sim/kernel/simulation.ts';
import { missedTruths } from './coverage.ts';

/** Arrivals per second of long flows, and of short flows at each link; sizes have mean 1, links capacity 1. */
const ARRIVALS = [0.2, 0.3, 0.3] as const;
/** More flows of a kind than this are present for less than a billionth of the time. */
const MOST = 28;
const SIDE = MOST + 1;

type Present = readonly [long: number, first: number, second: number];

/** Rates of a flow of each kind. */
function maxMin([long, first, second]: Present): Present {
  const crowded = long + Math.max(first, second);
  if (crowded === 0) return [0, 0, 0];
  const equal = 1 / crowded;
  const rest = (short: number) => (short === 0 ? 0 : (1 - long * equal) / short);
  return [equal, rest(first), rest(second)];
}

/** The numbers present in a state of the chain. */
function presentIn(state: number): Present {
  return [Math.floor(state / SIDE / SIDE), Math.floor(state / SIDE) % SIDE, state % SIDE];
}

/** The stationary law of the numbers present, by Gauss-Seidel on the balance equations. */
function stationaryLaw(): Float64Array {
  const law = new Float64Array(SIDE ** 3).fill(1 / SIDE ** 3);
  const shifts = [SIDE * SIDE, SIDE, 1];
  const states = Array.from(law, (_, state) => presentIn(state));
  const departures = states.map((present) => maxMin(present).map((rate, kind) => rate * present[kind]!));
  for (let round = 0; round < 400; round++) {
    let total = 0;
    for (const [state, present] of states.entries()) {
      let inward = 0;
      let outward = 0;
      for (const [kind, arrivals] of ARRIVALS.entries()) {
        const shift = shifts[kind]!;
        if (present[kind]! > 0) inward += arrivals * law[state - shift]!;
        if (present[kind]! < MOST) {
          inward += departures[state + shift]![kind]! * law[state + shift]!;
          outward += arrivals;
        }
        outward += departures[state]![kind]!;
      }
      law[state] = inward / outward;
      total += law[state];
    }
    for (let state = 0; state < law.length; state++) law[state] = law[state]! / total;
  }
  return law;
}

function meanPresent(law: Float64Array, kind: 0 | 1): number {
  let mean = 0;
  for (const [state, probability] of law.entries()) {
    mean += probability * presentIn(state)[kind];
  }
  return mean;
}

describe('a linear network of two links under max-min sharing', () => {
  const law = stationaryLaw();
  const cumulative = law.slice();
  for (let state = 1; state < cumulative.length; state++) {
    cumulative[state] = cumulative[state]! + cumulative[state - 1]!;
  }
  const truth = { long: meanPresent(law, 0), short: meanPresent(law, 1) };

  it('is in balance in the law that it is held against', () => {
    expect(cumulative.at(-1)).toBeCloseTo(1, 9);
    // The first link, long and short flows together, carries half its capacity whatever the shares.
    let busy = 0;
    for (const [state, probability] of law.entries()) {
      const present = presentIn(state);
      const rates = maxMin(present);
      busy += probability * (present[0] * rates[0] + present[1] * rates[1]);
    }
    expect(busy).toBeCloseTo(0.5, 6);
  });

  it('has as many long and short flows present as the chain says', () => {
    const horizonSeconds = 15;
    const missed = missedTruths(truth, 60, (streams) => {
      const start = streams.stream('network', 'start');
      const sources = ARRIVALS.map((_, kind) => streams.stream(`kind ${kind}`, 'arrivals'));
      const sizes = streams.stream('network', 'sizes');
      return () => {
        const simulation = new Simulation();
        const network = new FluidNetwork(simulation);
        const links = ['first', 'second'].map((name) => network.resource({ name, capacity: 1 }));
        const routes = [links, [links[0]!], [links[1]!]].map((route) =>
          route.map((resource) => ({ resource })),
        );
        const flowSeconds = [0, 0, 0];
        function* flow(kind: number): Body<void> {
          const from = simulation.now;
          yield network.flow({ amount: sizes.exponential(), route: routes[kind]! });
          flowSeconds[kind] = flowSeconds[kind]! + Math.min(simulation.now, horizonSeconds) - from;
        }
        function* source(kind: number): Body<void> {
          for (;;) {
            yield sources[kind]!.exponential() / ARRIVALS[kind]!;
            if (simulation.now >= horizonSeconds) return;
            simulation.spawn(flow(kind));
          }
        }
        const drawn = start.uniform() * cumulative.at(-1)!;
        const state = cumulative.findIndex((upTo) => upTo >= drawn);
        const present = presentIn(state);
        // Sizes are memoryless: what is left of a flow under way is as large as a new one.
        for (const [kind, count] of present.entries()) {
          for (let i = 0; i < count; i++) simulation.spawn(flow(kind));
          simulation.spawn(source(kind));
        }
        simulation.run();
        return { long: flowSeconds[0]! / horizonSeconds, short: flowSeconds[1]! / horizonSeconds };
      };
    });
    expect(missed).toEqual([]);
  });
});
