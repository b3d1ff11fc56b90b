import { beforeAll, describe, expect, test } from 'vitest';
import type { Operation } from '../../../models/operations.ts';
import type { RenderStage } from '../../../models/stages/render/definition.ts';
import type { StageDefinition, Studio } from '../../../models/studio.ts';
import { Share } from '../../../sim/runtime/share.ts';
import { type InProcessLoad, loadInProcess } from '../../loadgen/runtime/in-process-load.ts';
import {
  SMALL_CHURN,
  SMALL_COPY,
  SMALL_INGEST,
  SMALL_RENDER,
  SMALL_SCRUB,
  smallLoad,
} from '../../loadgen/runtime/small-load.ts';
import { type SimulatedOperation, simulatedOperations } from './simulated-operations.ts';

/** Frames that change what they find, on several workers at once. */
const FRAMES: RenderStage = {
  ...SMALL_RENDER,
  metadata: { ...SMALL_RENDER.metadata, create: 7, rename: 5, remove: 6 },
};
const STAGES = [SMALL_INGEST, SMALL_COPY, FRAMES, SMALL_CHURN, SMALL_SCRUB] as const;

const HORIZON_SECONDS = 5;
const SPEED = 8;

function studioOf(stages: readonly StageDefinition[], seed = 'two clocks'): Studio {
  const studio = smallLoad(stages, HORIZON_SECONDS, { seed });
  return { ...studio, storage: [...studio.storage, { ...studio.storage[0]!, name: 'archive' }] };
}

function groupsOf<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

function taskOf({ task, step }: SimulatedOperation): string {
  return `${task} ${step}`;
}

/** Operations by who issued them: the step of a task, in order. */
function byTask(issued: readonly SimulatedOperation[]): ReadonlyMap<string, readonly Operation[]> {
  const tasks = groupsOf(issued, taskOf);
  return new Map([...tasks].map(([task, all]) => [task, all.map(({ operation }) => operation)]));
}

/** Operations as a set that counts, in an order of its own. */
function multiset(issued: readonly SimulatedOperation[]): readonly string[] {
  return issued
    .map(({ operation: { kind, file, offsetBytes, bytes } }) => `${kind} ${file} ${offsetBytes} ${bytes}`)
    .toSorted();
}

function mixOf(issued: readonly SimulatedOperation[]): ReadonlyMap<string, number> {
  const kinds = groupsOf(issued, ({ operation }) => operation.kind);
  return new Map([...kinds].map(([kind, all]) => [kind, all.length / issued.length]));
}

describe.for([1, 2, 3])('a studio performed for real by %i workers', (workers) => {
  const studio = studioOf(STAGES);
  const virtual = simulatedOperations(studio);
  let real: InProcessLoad;

  beforeAll(async () => {
    real = await loadInProcess(studio, { workers, speed: SPEED });
  });

  /** What one stage issued. */
  const of = <T extends SimulatedOperation>(issued: readonly T[], { name }: StageDefinition) =>
    issued.filter(({ task }) => task.startsWith(`${name}[`) || task.startsWith(`${name}.`));

  test.for(STAGES)('issues the operations of $kind that are simulated, all workers taking part', (stage) => {
    const issued = of(real.issued, stage);
    expect(issued.length).toBeGreaterThan(50);
    expect(multiset(issued)).toEqual(multiset(of(virtual, stage)));
    expect(mixOf(issued)).toEqual(mixOf(of(virtual, stage)));
    expect(new Set(issued.map(({ worker }) => worker)).size).toBe(workers);
  });

  test('performs the cards of one delivery on as many workers as there are', () => {
    const delivery = `${SMALL_INGEST.name}[0]`;
    const ofDelivery = real.issued.filter(({ task }) => task.startsWith(delivery));
    const cards = groupsOf(ofDelivery, ({ task }) => task);
    expect(new Set(ofDelivery.map(({ worker }) => worker)).size).toBe(Math.min(workers, cards.size));
    for (const [card, all] of cards) expect(new Set(all.map(({ worker }) => worker)).size, card).toBe(1);
  });

  test('issues those of a task in the same order; where it is performed in parts, each file’s', () => {
    const wanted = byTask(virtual);
    const isInParts = (task: string) => task.startsWith(SMALL_CHURN.name);
    for (const [task, all] of groupsOf(real.issued, taskOf)) {
      for (const [worker, part] of groupsOf(all, (each) => String(each.worker))) {
        const share = new Share(Number(worker), workers);
        const whole = wanted.get(task) ?? [];
        const expected = isInParts(task) ? whole.filter(({ file }) => share.ownsFile(file)) : whole;
        expect(
          part.map(({ operation }) => operation),
          task,
        ).toEqual(expected);
      }
    }
  });

  test('is what was planned, finds all that it needs, and reads nothing that is wrong', () => {
    const { plan, record, checked } = real;
    expect(plan.operations).toBe(virtual.length);
    for (const tally of record.tallies) {
      expect(tally).toMatchObject({ failed: {}, retries: 0, sent: tally.offered, answered: tally.offered });
    }
    const reads = virtual.filter(({ operation }) => operation.kind === 'read');
    expect(checked.reduce((sum, each) => sum + each.reads, 0)).toBe(reads.length);
    expect(checked.flatMap(({ found }) => found)).toEqual([]);
  });

  test('finishes all that arrives', () => {
    for (const { stage, arrived, finished } of real.record.work(studio.stages.map(({ name }) => name))) {
      expect(arrived, stage).toBeGreaterThan(0);
      expect(finished, stage).toBe(arrived);
    }
  });
});

describe('the real clock', () => {
  test('another seed issues other operations', async () => {
    const real = await loadInProcess(studioOf([SMALL_SCRUB], 'another seed'), { speed: SPEED });
    expect(multiset(real.issued)).not.toEqual(multiset(simulatedOperations(studioOf([SMALL_SCRUB]))));
  });

  test.for([1, 2, 4])(
    'at speed %i, what has a time of its own is sent then, but for the error that is recorded',
    async (speed) => {
      const studio = smallLoad([SMALL_CHURN], speed);
      const due = simulatedOperations(studio);
      const { issued, record } = await loadInProcess(studio, { workers: 2, speed });
      const errorMaximum = Math.max(...record.tallies.map(({ sendError }) => sendError.maximum));
      const shares = [new Share(0, 2), new Share(1, 2)];
      const tasks = groupsOf(due, taskOf);
      for (const [worker, part] of groupsOf(issued, (each) => String(each.worker))) {
        for (const [task, all] of groupsOf(part, taskOf)) {
          const ours = tasks
            .get(task)!
            .filter(({ operation }) => shares[Number(worker)]!.ownsFile(operation.file));
          for (const [index, { atSeconds }] of all.entries()) {
            const late = atSeconds - ours[index]!.atSeconds / speed;
            expect(late).toBeGreaterThan(-1e-6);
            expect(late).toBeLessThanOrEqual(errorMaximum + 1e-6);
          }
        }
      }
    },
  );
});
