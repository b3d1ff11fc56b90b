import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byPatience } from '../../patience.ts';
import { type FluidModel, type FluidRun, fluidModel, runFluidModel } from './fluid-random-model.ts';

const RUNS = { numRuns: byPatience({ fast: 200, slow: 1000 }) };

/** What a flow has been served. */
const served = (flow: { amount: number; remaining: number }) => flow.amount - flow.remaining;

/** Relative to what is expected, or to 1 if that is less. */
const error = (actual: number, expected: number) =>
  Math.abs(actual - expected) / Math.max(1, Math.abs(expected));

/** When each flow of a run ended, and what its parts were served. */
const summary = ({ ends, parts }: FluidRun) => ({
  ends,
  served: parts.map((flows) => flows.map(served)),
});

describe('laws of fluid sharing, on random models', () => {
  test('every flow ends that is not told to stop', () => {
    fc.assert(
      fc.property(fluidModel, (model) => {
        const { ends, parts } = runFluidModel(model);
        const last = parts.map((flows) => flows.at(-1)!);
        const complete = ends.map((end) => !Number.isNaN(end));
        expect(last.map(({ outcome }) => outcome !== null)).toEqual(complete);
        expect(last.filter(({ remaining }, flow) => complete[flow] && remaining > 0)).toEqual([]);
        expect(model.flows.filter(({ persists }, flow) => persists && !complete[flow])).toEqual([]);
      }),
      RUNS,
    );
  });

  test('no resource is used above its capacity, no flow runs above its cap, at any instant', () => {
    fc.assert(
      fc.property(fluidModel, (model) => {
        runFluidModel(model, ({ resources, parts }) => {
          for (const resource of resources) {
            expect(resource.used).toBeLessThanOrEqual(resource.capacity * (1 + 1e-9));
          }
          for (const flow of parts.flat()) expect(flow.rate).toBeLessThanOrEqual(flow.rateCap);
        });
      }),
      RUNS,
    );
  });

  test('the integral of use is what the flows were served, at any instant', () => {
    fc.assert(
      fc.property(fluidModel, (model) => {
        const check = ({ resources, parts }: FluidRun) => {
          resources.forEach((resource, index) => {
            let expected = 0;
            parts.forEach((flows, flow) => {
              const crossing = model.flows[flow]!.route.find((each) => each.resource === index);
              if (crossing === undefined) return;
              for (const part of flows) expected += crossing.coefficient * served(part);
            });
            expect(error(resource.usedIntegral(), expected)).toBeLessThan(1e-9);
          });
        };
        check(runFluidModel(model, check));
      }),
      RUNS,
    );
  });

  test('use and count of flows go back to zero', () => {
    fc.assert(
      fc.property(fluidModel, (model) => {
        for (const resource of runFluidModel(model).resources) {
          expect([resource.used, resource.flowCount]).toEqual([0, 0]);
        }
      }),
      RUNS,
    );
  });

  test('an interrupt loses nothing: what was served and what remains are the amount', () => {
    fc.assert(
      fc.property(fluidModel, (model) => {
        const { parts } = runFluidModel(model);
        parts.forEach((flows, index) => {
          const total = flows.reduce((sum, flow) => sum + served(flow), flows.at(-1)!.remaining);
          expect(error(total, model.flows[index]!.amount)).toBeLessThan(1e-9);
        });
      }),
      RUNS,
    );
  });

  test('the same model gives the same bytes', () => {
    fc.assert(
      fc.property(fluidModel, (model) => {
        expect(summary(runFluidModel(model))).toEqual(summary(runFluidModel(model)));
      }),
      RUNS,
    );
  });

  // Powers of two, for which floating-point arithmetic scales exactly.
  test.each([2 ** -20, 8])('all times multiplied by %s and all rates divided by it: the same', (scale) => {
    fc.assert(
      fc.property(fluidModel, (model) => {
        const { ends, served: amounts } = summary(runFluidModel(model));
        expect(summary(runFluidModel(scaled(model, scale)))).toEqual({
          ends: ends.map((end) => end * scale),
          served: amounts,
        });
      }),
      RUNS,
    );
  });

  test('events are bounded by what happens: no steps of length zero, no polling', () => {
    fc.assert(
      fc.property(fluidModel, (model) => {
        const { simulation, parts } = runFluidModel(model);
        const flows = parts.flat().length;
        const changes = model.interrupts.length + model.capacityChanges.length + model.capChanges.length;
        // A process starts, waits and ends; an interrupt is asked for and delivered; a flow ends and tells its process.
        expect(simulation.events).toBeLessThanOrEqual(2 * model.flows.length + 2 * flows + 2 * changes);
      }),
      RUNS,
    );
  });
});

function scaled(model: FluidModel, scale: number): FluidModel {
  return {
    capacities: model.capacities.map((capacity) => capacity / scale),
    flows: model.flows.map((flow) => ({
      ...flow,
      startsAt: flow.startsAt * scale,
      rateCap: flow.rateCap / scale,
    })),
    interrupts: model.interrupts.map((each) => ({ ...each, at: each.at * scale })),
    capacityChanges: model.capacityChanges.map((each) => ({
      ...each,
      at: each.at * scale,
      capacity: each.capacity / scale,
    })),
    capChanges: model.capChanges.map((each) => ({
      ...each,
      at: each.at * scale,
      rateCap: each.rateCap / scale,
    })),
  };
}
