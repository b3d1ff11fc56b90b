import { describe, expect, test } from 'vitest';
import { type Flow, FluidNetwork, type FluidResource } from '../../../sim/kernel/fluid.ts';
import { Simulation } from '../../../sim/kernel/simulation.ts';
import { RandomStream } from '../../../sim/kernel/stream.ts';
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

interface Kind {
  readonly name: string;
  readonly resources: (dice: Dice) => number;
  readonly changes: number;
  readonly routeLength: number;
  capacity(dice: Dice): number;
  coefficient(dice: Dice): number;
  weight(dice: Dice): number;
  rateCap(dice: Dice): number;
}

const arbitrary: Omit<Kind, 'name' | 'resources' | 'changes' | 'routeLength'> = {
  capacity: (dice) => (dice.chance(0.05) ? 0 : dice.between(1, 1000)),
  coefficient: (dice) => (dice.chance(0.5) ? 1 : dice.between(0.1, 10)),
  weight: (dice) => (dice.chance(0.5) ? 1 : dice.between(0.1, 10)),
  rateCap: (dice) => (dice.chance(0.5) ? Infinity : dice.chance(0.05) ? 0 : dice.between(0.1, 300)),
};

/** Small whole numbers, so that many levels are equal. */
const degenerate: typeof arbitrary = {
  capacity: (dice) => dice.of([0, 1, 1, 2, 2, 4, 12]),
  coefficient: (dice) => dice.of([1, 1, 1, 2]),
  weight: (dice) => dice.of([1, 1, 1, 2]),
  rateCap: (dice) => dice.of([Infinity, Infinity, 0, 0.5, 1, 1, 2]),
};

/** What is wrong after the first change that goes wrong. */
function experiment(kind: Kind, seed: string): string[] {
  const dice = new Dice(seed);
  const run = new Experiment();
  const count = kind.resources(dice);
  for (let i = 0; i < count; i++) run.addResource(kind.capacity(dice));
  for (let change = 0; change < kind.changes; change++) {
    const action = dice.below(10);
    if (action < 4 || run.flows.length === 0) {
      const coefficients = run.resources.map(() => 0);
      const length = 1 + dice.below(kind.routeLength);
      for (let i = 0; i < length; i++) coefficients[dice.below(count)] = kind.coefficient(dice);
      run.addFlow(coefficients, {
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
  const small = { changes: 14, resources: (dice: Dice) => 1 + dice.below(6), routeLength: 4 };
  const large = { changes: 300, resources: () => 25, routeLength: 5 };
  test.each([
    { networks: 5000, kind: { name: 'small networks', ...small, ...arbitrary } },
    { networks: 4800, kind: { name: 'small networks with equal levels', ...small, ...degenerate } },
    { networks: 100, kind: { name: 'large networks', ...large, ...arbitrary } },
    { networks: 100, kind: { name: 'large networks with equal levels', ...large, ...degenerate } },
  ])('$networks $kind.name', ({ networks, kind }) => {
    for (let seed = 1; seed <= networks; seed++) expect(experiment(kind, `${kind.name} ${seed}`)).toEqual([]);
  });
});
