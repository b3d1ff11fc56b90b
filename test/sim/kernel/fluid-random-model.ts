import * as fc from 'fast-check';
import { type Flow, FluidNetwork, type FluidResource } from '../../../sim/kernel/fluid.ts';
import { Interrupt } from '../../../sim/kernel/interrupt.ts';
import type { Process } from '../../../sim/kernel/process.ts';
import { Simulation } from '../../../sim/kernel/simulation.ts';

/** A model as plain data: flows over resources, interrupts, and changes of capacities and caps. */
export interface FluidModel {
  readonly capacities: readonly number[];
  readonly flows: readonly FlowModel[];
  readonly interrupts: readonly { readonly at: number; readonly flow: number }[];
  readonly capacityChanges: readonly {
    readonly at: number;
    readonly resource: number;
    readonly capacity: number;
  }[];
  readonly capChanges: readonly { readonly at: number; readonly flow: number; readonly rateCap: number }[];
}

export interface FlowModel {
  readonly startsAt: number;
  readonly amount: number;
  readonly weight: number;
  readonly rateCap: number;
  readonly route: readonly { readonly resource: number; readonly coefficient: number }[];
  /** After an interrupt, what remains flows on. */
  readonly persists: boolean;
}

/** What became of one flow of a model: its parts, in time order. */
export interface FluidRun {
  readonly simulation: Simulation;
  readonly resources: readonly FluidResource[];
  /** Of each flow of the model: the flows it was in turn. */
  readonly parts: readonly (readonly Flow[])[];
  /** Of each flow of the model: when it ended; NaN if it never did. */
  readonly ends: readonly number[];
}

const RESOURCES = 4;

/** Small whole numbers, so that events coincide and levels are equal, and others. */
const size = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.double({ min: 0.05, max: 100, noNaN: true }));
const seconds = fc.oneof(fc.nat(9), fc.double({ min: 0.01, max: 9, noNaN: true }));

const flow: fc.Arbitrary<FlowModel> = fc.record({
  startsAt: seconds,
  amount: fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, { weight: 9, arbitrary: size }),
  weight: fc.oneof(fc.constant(1), size),
  rateCap: fc.oneof(fc.constant(Infinity), size),
  route: fc.uniqueArray(
    fc.record({ resource: fc.nat(RESOURCES - 1), coefficient: fc.oneof(fc.constant(1), size) }),
    { minLength: 1, maxLength: RESOURCES, selector: ({ resource }) => resource },
  ),
  persists: fc.boolean(),
});

const capacity = fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, { weight: 4, arbitrary: size });

/** Flows of at most these numbers; every failed resource is repaired in the end, so every flow ends. */
export const fluidModel: fc.Arbitrary<FluidModel> = fc.record({
  capacities: fc.array(size, { minLength: RESOURCES, maxLength: RESOURCES }),
  flows: fc.array(flow, { minLength: 1, maxLength: 12 }),
  interrupts: fc.array(fc.record({ at: seconds, flow: fc.nat(11) }), { maxLength: 6 }),
  capacityChanges: fc
    .array(fc.record({ at: seconds, resource: fc.nat(RESOURCES - 1), capacity }), { maxLength: 6 })
    .map((changes) => [
      ...changes,
      ...Array.from({ length: RESOURCES }, (_, resource) => ({ at: 20, resource, capacity: 10 })),
    ]),
  capChanges: fc.array(fc.record({ at: seconds, flow: fc.nat(11), rateCap: size }), { maxLength: 6 }),
});

/** Runs a model; `between` sees the state before every event. */
export function runFluidModel(model: FluidModel, between: (run: FluidRun) => void = () => {}): FluidRun {
  const simulation: Simulation = new Simulation({ observer: () => between(run) });
  const network = new FluidNetwork(simulation);
  const resources = model.capacities.map((each, index) =>
    network.resource({ name: `resource ${index}`, capacity: each }),
  );
  const parts = model.flows.map((): Flow[] => []);
  const ends = model.flows.map(() => NaN);
  const run: FluidRun = { simulation, resources, parts, ends };

  function* carry(index: number) {
    const { startsAt, amount, weight, route, persists, ...caps } = model.flows[index]!;
    let { rateCap } = caps;
    yield startsAt;
    for (let left = amount; ; ) {
      const part = network.flow({
        amount: left,
        weight,
        rateCap,
        route: route.map(({ resource, coefficient }) => ({ resource: resources[resource]!, coefficient })),
      });
      parts[index]!.push(part);
      try {
        yield part;
        ends[index] = simulation.now;
        return;
      } catch (error) {
        if (!(error instanceof Interrupt)) throw error;
        // Served to the end in the instant of the interrupt, just before that came.
        if (part.outcome !== null) {
          ends[index] = simulation.now;
          return;
        }
        left = part.remaining;
        ({ rateCap } = part);
        if (!persists) return;
      }
    }
  }

  const processes: Process<void>[] = model.flows.map((_, index) => simulation.spawn(carry(index)));
  for (const { at, flow: index } of model.interrupts) {
    simulation.at(at, () => {
      // Only once it flows: an interrupt before would end the process.
      if (parts[index]?.at(-1)?.outcome === null) processes[index]!.interrupt('model');
    });
  }
  for (const { at, resource, capacity: changed } of model.capacityChanges) {
    simulation.at(at, () => network.setCapacity(resources[resource]!, changed));
  }
  for (const { at, flow: index, rateCap } of model.capChanges) {
    simulation.at(at, () => {
      const part = parts[index]?.at(-1);
      if (part !== undefined) network.setRateCap(part, rateCap);
    });
  }
  simulation.run();
  return run;
}
