import { describe, expect, test } from 'vitest';
import { mean } from '../../models/distributions/distribution.ts';
import { scaleStudio } from '../../models/scale-studio.ts';
import type { Studio } from '../../models/studio.ts';
import {
  SMALL_CHURN,
  SMALL_INGEST,
  SMALL_RENDER,
  SMALL_SCRUB,
  smallLoad,
} from '../loadgen/runtime/small-load.ts';
import { shipped } from '../shipped-stage.ts';
import { type SimulatedOperation, simulatedOperations } from './stages/simulated-operations.ts';

const HALF = 0.5;

/** A stage of each kind with an even number of actors, which set out several times. */
const STAGES = [
  { ...SMALL_INGEST, cards: 4, arrivals: { kind: 'scheduled', timesSeconds: [1, 2, 3] } },
  { ...SMALL_RENDER, framesPerWave: 12, release: { kind: 'scheduled', timesSeconds: [1, 2, 3] } },
  { ...SMALL_SCRUB, seats: 6 },
] as const;

function operationsOf(studio: Studio): ReadonlyMap<string, readonly SimulatedOperation['operation'][]> {
  const tasks = new Map<string, SimulatedOperation['operation'][]>();
  for (const { task, step, operation } of simulatedOperations(studio)) {
    const key = `${task} ${step}`;
    tasks.set(key, [...(tasks.get(key) ?? []), operation]);
  }
  return tasks;
}

/** The number of a card, a frame or a seat. */
function actorOf(task: string): number {
  return Number(/(?:card|frame|seat)\[(\d+)\]/.exec(task)?.[1]);
}

describe('half a studio', () => {
  test.each(STAGES)(
    'is the first half of the actors of $kind, each doing what it does in the whole',
    (stage) => {
      const whole = operationsOf(smallLoad([stage], 4));
      const half = operationsOf(scaleStudio(smallLoad([stage], 4), HALF));
      const actors = new Set([...whole.keys()].map(actorOf));
      const first = [...whole].filter(([task]) => actorOf(task) < actors.size / 2);
      expect(half.size).toBeGreaterThan(0);
      expect(half).toEqual(new Map(first));
    },
  );

  test.each(STAGES)('is part of one and a half and of twice the studio: $kind', (stage) => {
    const [half, whole, more, twice] = [0.5, 1, 1.5, 2].map((factor) =>
      operationsOf(scaleStudio(smallLoad([stage], 4), factor)),
    );
    const partOf = (larger: typeof half, smaller: typeof half) =>
      new Map([...larger!].filter(([task]) => smaller!.has(task)));
    expect(partOf(whole, half)).toEqual(half);
    expect(partOf(more, whole)).toEqual(whole);
    expect(partOf(twice, more)).toEqual(more);
    expect([half, whole, more, twice].map((each) => each!.size / half!.size)).toEqual([1, 2, 3, 4]);
  });

  test('is the same whether it is scaled at once or in steps', () => {
    const studio = smallLoad(STAGES, 4);
    expect(scaleStudio(scaleStudio(studio, 4), 1 / 8)).toEqual(scaleStudio(studio, 0.5));
  });

  test('has the same bursts of churn, at half the level', () => {
    const studio = smallLoad([SMALL_CHURN], 20);
    const perTick = (each: Studio) => {
      const counts = new Map<string, number>();
      for (const { task } of simulatedOperations(each)) counts.set(task, (counts.get(task) ?? 0) + 1);
      return counts;
    };
    const whole = perTick(studio);
    const half = perTick(scaleStudio(studio, HALF));
    for (const [tick, count] of whole) {
      // Whole operations, and what is left over carried on: within one of half.
      expect(Math.abs((half.get(tick) ?? 0) - count / 2), tick).toBeLessThanOrEqual(1);
    }
  });

  test('has half the nodes of each farm and half the mean level, and no other change', () => {
    const studio = smallLoad([...STAGES, SMALL_CHURN], 4);
    const scaled = scaleStudio(studio, HALF);
    const [ingest, render, scrub, churn] = scaled.stages;
    expect(scaled.farms).toEqual([{ ...studio.farms[0], nodes: 4 }]);
    expect(ingest).toEqual({ ...STAGES[0], cards: 2, cardsUnscaled: 4 });
    expect(render).toEqual({ ...STAGES[1], framesPerWave: 6, framesPerWaveUnscaled: 12 });
    expect(scrub).toEqual({ ...STAGES[2], seats: 3 });
    expect(churn).toMatchObject({ ...SMALL_CHURN, rate: { ...SMALL_CHURN.rate, level: expect.anything() } });
    const levels = scaled.stages
      .map(shipped)
      .map((stage) => (stage.kind === 'metadata' ? mean(stage.rate.level) : null));
    expect(levels).toEqual([null, null, null, expect.closeTo(mean(SMALL_CHURN.rate.level) / 2, 9)]);
    expect({ ...scaled, farms: [], stages: [] }).toEqual({ ...studio, farms: [], stages: [] });
  });
});

test('a studio keeps at least one of each actor', () => {
  const { farms, stages } = scaleStudio(smallLoad(STAGES, 4), 0.01);
  expect(farms[0]?.nodes).toBe(1);
  expect(stages).toMatchObject([{ cards: 1 }, { framesPerWave: 1 }, { seats: 1 }]);
});

test('a studio grows as it shrinks', () => {
  const grown = scaleStudio(smallLoad(STAGES, 4), 2);
  expect(grown.stages).toMatchObject([{ cards: 8 }, { framesPerWave: 24 }, { seats: 12 }]);
  const studio = smallLoad(STAGES, 4);
  expect(scaleStudio(studio, 1)).toBe(studio);
});

test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('a studio is not scaled by %d', (factor) => {
  expect(() => scaleStudio(smallLoad(STAGES, 4), factor)).toThrow(RangeError);
});
