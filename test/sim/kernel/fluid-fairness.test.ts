import { describe, expect, test } from 'vitest';
import { type Flow, FluidNetwork, type FluidResource } from '../../../sim/kernel/fluid.ts';
import { Simulation } from '../../../sim/kernel/simulation.ts';
import { RandomStream } from '../../../sim/kernel/stream.ts';
import { byPatience } from '../../patience.ts';
import { certificateFaults, progressiveFilling, type ReferenceFlow } from './fluid-reference.ts';

const TOLERANCE = 1e-9;

/** A network in which flows come, go and end, capacities and caps change; every allocation on the way is checked. */
class Experiment {
  readonly simulation = new Simulation();
  readonly network = new FluidNetwork(this.simulation);
  readonly resources: FluidResource[] = [];
  readonly flows: { readonly flow: Flow; readonly coefficients: number[]; readonly stop: () => void }[] = [];

  addResource(capacity: number): void {
    this.resources.push(this.network.resource({ name: `resource ${this.resources.length}`, capacity }));
  }

  addFlow(coefficients: number[], request: { amount: number; weight: number; rateCap: number }): void {
    const route = coefficients.flatMap((coefficient, index) =>
      coefficient > 0 ? [{ resource: this.resources[index]!, coefficient }] : [],
    );
    const flow = this.network.flow({ ...request, route });
    const process = this.simulation.spawn(
      (function* () {
        yield flow;
      })(),
    );
    this.flows.push({ flow, coefficients, stop: () => process.interrupt('enough') });
  }

  removeFlow(index: number): void {
    this.flows[index]!.stop();
    this.flows.splice(index, 1);
  }

  /** Lets what was asked for at this instant happen; returns what is wrong then. */
  faults(): string[] {
    this.simulation.run(this.simulation.now);
    for (let i = this.flows.length - 1; i >= 0; i--) {
      if (this.flows[i]!.flow.outcome !== null) this.flows.splice(i, 1);
    }
    const capacities = this.resources.map((resource) => resource.capacity);
    const flows: ReferenceFlow[] = this.flows.map(({ flow, coefficients }) => ({
      weight: flow.weight,
      rateCap: flow.rateCap,
      coefficients,
    }));
    const rates = this.flows.map(({ flow }) => flow.rate);
    const expected = progressiveFilling(capacities, flows);
    const faults = certificateFaults(capacities, flows, rates, TOLERANCE);
    rates.forEach((rate, i) => {
      if (!(Math.abs(rate - expected[i]!) <= TOLERANCE * expected[i]!)) {
        faults.push(`flow ${i} has rate ${rate} instead of ${expected[i]}`);
      }
    });
    this.resources.forEach((resource, i) => {
      const used = flows.reduce((sum, { coefficients }, flow) => sum + coefficients[i]! * rates[flow]!, 0);
      if (Math.abs(resource.used - used) > TOLERANCE * resource.capacity) {
        faults.push(`resource ${i} says it is used to ${resource.used} instead of ${used}`);
      }
      const count = flows.filter(({ coefficients }) => coefficients[i]! > 0).length;
      if (resource.flowCount !== count) faults.push(`resource ${i} counts ${resource.flowCount} of ${count}`);
    });
    return faults;
  }
}

/** Draws from a seeded stream. */
class Dice {
  readonly #stream: RandomStream;

  constructor(seed: string) {
    this.#stream = new RandomStream(seed);
  }

  below(count: number): number {
    return Math.floor(this.#stream.uniform() * count);
  }

  chance(probability: number): boolean {
    return this.#stream.uniform() < probability;
  }

  /** Spread evenly over orders of magnitude. */
  between(low: number, high: number): number {
    return low * (high / low) ** this.#stream.uniform();
  }

  of<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }
}

/** A kind of networks: how its parts are drawn. */
interface Kind {
  readonly name: string;
  readonly changes: number;
  readonly capacities: (dice: Dice, kind: Kind) => number[];
  /** The coefficients of a flow. */
  readonly route: (dice: Dice, kind: Kind, resources: number) => number[];
  readonly capacity: (dice: Dice) => number;
  readonly coefficient: (dice: Dice) => number;
  readonly weight: (dice: Dice) => number;
  readonly rateCap: (dice: Dice) => number;
}

const arbitrary = {
  capacity: (dice: Dice) => (dice.chance(0.05) ? 0 : dice.between(1, 1000)),
  coefficient: (dice: Dice) => (dice.chance(0.5) ? 1 : dice.between(0.1, 10)),
  weight: (dice: Dice) => (dice.chance(0.5) ? 1 : dice.between(0.1, 10)),
  rateCap: (dice: Dice) => (dice.chance(0.5) ? Infinity : dice.chance(0.05) ? 0 : dice.between(0.1, 300)),
};

/** Small whole numbers, so that many levels are equal. */
const degenerate = {
  capacity: (dice: Dice) => dice.of([0, 1, 1, 2, 2, 4, 12]),
  coefficient: (dice: Dice) => dice.of([1, 1, 1, 2]),
  weight: (dice: Dice) => dice.of([1, 1, 1, 2]),
  rateCap: (dice: Dice) => dice.of([Infinity, Infinity, 0, 0.5, 1, 1, 2]),
};

/** Routes of up to `length` over any of `fewest` to `most` resources. */
function anywhere(fewest: number, most: number, length: number) {
  return {
    capacities: (dice: Dice, kind: Kind) =>
      Array.from({ length: fewest + dice.below(most - fewest + 1) }, () => kind.capacity(dice)),
    route: (dice: Dice, kind: Kind, resources: number) => {
      const coefficients = Array.from({ length: resources }, () => 0);
      const crossings = 1 + dice.below(length);
      for (let i = 0; i < crossings; i++) coefficients[dice.below(resources)] = kind.coefficient(dice);
      return coefficients;
    },
  };
}

const NICS = 40;
const RACKS = 5;
const STORES = 2;

/** From a NIC through its rack's uplink to one of two storage systems, now and then by way of something else. */
const racks = {
  capacities: (dice: Dice) => [
    ...Array.from({ length: NICS }, () => dice.of([10, 10, 25])),
    ...Array.from({ length: RACKS }, () => dice.of([25, 50, 100])),
    ...Array.from({ length: STORES }, () => dice.of([60, 120])),
  ],
  route: (dice: Dice, kind: Kind, resources: number) => {
    const coefficients = Array.from({ length: resources }, () => 0);
    const nic = dice.below(NICS);
    coefficients[nic] = 1;
    coefficients[NICS + (nic % RACKS)] = 1;
    coefficients[NICS + RACKS + dice.below(STORES)] = kind.coefficient(dice);
    if (dice.chance(0.1)) coefficients[dice.below(resources)] = kind.coefficient(dice);
    return coefficients;
  },
};

/** What is wrong after the first change that goes wrong. */
function experiment(kind: Kind, seed: string): string[] {
  const dice = new Dice(seed);
  const run = new Experiment();
  for (const capacity of kind.capacities(dice, kind)) run.addResource(capacity);
  for (let change = 0; change < kind.changes; change++) {
    const action = dice.below(10);
    if (action < 4 || run.flows.length === 0) {
      run.addFlow(kind.route(dice, kind, run.resources.length), {
        amount: dice.between(1, 1000),
        weight: kind.weight(dice),
        rateCap: kind.rateCap(dice),
      });
    } else if (action < 6) {
      run.removeFlow(dice.below(run.flows.length));
    } else if (action < 7) {
      run.network.setCapacity(dice.of(run.resources), kind.capacity(dice));
    } else if (action < 8) {
      run.network.setRateCap(dice.of(run.flows).flow, kind.rateCap(dice));
    } else {
      run.simulation.run(run.simulation.now + dice.between(0.01, 10));
    }
    const faults = run.faults();
    if (faults.length > 0) return [`seed ${seed}, change ${change}`, ...faults];
  }
  return [];
}

describe('the rates are those of progressive filling', () => {
  const small = { changes: 14, ...anywhere(1, 6, 4) };
  const large = { changes: 250, ...anywhere(25, 25, 5) };
  const wide = { changes: 300, ...racks };
  test.each<{ networks: number; kind: Kind }>([
    { networks: 5000, kind: { name: 'small networks', ...arbitrary, ...small } },
    { networks: 4800, kind: { name: 'small networks with equal levels', ...degenerate, ...small } },
    { networks: 80, kind: { name: 'large networks', ...arbitrary, ...large } },
    { networks: 80, kind: { name: 'large networks with equal levels', ...degenerate, ...large } },
    { networks: 40, kind: { name: 'racks before storage', ...arbitrary, ...wide } },
    { networks: 40, kind: { name: 'racks before storage with equal levels', ...degenerate, ...wide } },
  ])('$kind.name', ({ networks, kind }) => {
    const tried = networks * byPatience({ fast: 0.1, slow: 1 });
    for (let seed = 1; seed <= tried; seed++) expect(experiment(kind, `${kind.name} ${seed}`)).toEqual([]);
  });
});
