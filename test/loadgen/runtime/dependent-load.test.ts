import { describe, expect, test } from 'vitest';
import type { Storage } from '../../../loadgen/targets/storage.ts';
import { TargetError } from '../../../loadgen/targets/target.ts';
import { scheduled } from '../../../models/arrivals/scheduled.ts';
import type { RenderStage } from '../../../models/stages/render/definition.ts';
import { simulatedOperations } from '../../models/stages/simulated-operations.ts';
import { loadInProcess } from './in-process-load.ts';
import { SMALL_RENDER, smallLoad } from './small-load.ts';

const FIRST: RenderStage = { ...SMALL_RENDER, name: 'first' };
const SECOND: RenderStage = {
  ...SMALL_RENDER,
  name: 'second',
  release: scheduled([0, 0]),
  after: [{ stage: 'first', releases: 2 }],
};
const LAST: RenderStage = {
  ...SMALL_RENDER,
  name: 'last',
  release: scheduled([0]),
  after: [
    { stage: 'first', releases: null },
    { stage: 'second', releases: 2 },
  ],
};
const STUDIO = smallLoad([LAST, SECOND, FIRST], 5, { seed: 'dependent load' });

/** Operations as a set that counts, in an order of its own. */
function multiset(issued: ReturnType<typeof simulatedOperations>): readonly string[] {
  return issued
    .map(({ operation: { kind, file, offsetBytes, bytes } }) => `${kind} ${file} ${offsetBytes} ${bytes}`)
    .toSorted();
}

describe.for([1, 2, 3])('stages that wait for each other, performed by %i workers', (workers) => {
  test('begin when all workers have ended what they wait for, and ask for what is simulated', async () => {
    const { issued, record } = await loadInProcess(STUDIO, { workers, speed: 8 });
    expect(multiset(issued)).toEqual(multiset(simulatedOperations(STUDIO)));
    const times = (task: string) =>
      issued.filter((each) => each.task.startsWith(task)).map(({ atSeconds }) => atSeconds);
    for (const [before, then] of [
      ['first[0]', 'second[0]'],
      ['first[1]', 'second[1]'],
      ['second[0]', 'last[0]'],
      ['first[1]', 'last[0]'],
    ] as const) {
      expect(Math.min(...times(then)), then).toBeGreaterThanOrEqual(Math.max(...times(before)));
    }
    expect(record.work(['first', 'second', 'last'])).toEqual([
      { stage: 'first', arrived: 24, finished: 24 },
      { stage: 'second', arrived: 24, finished: 24 },
      { stage: 'last', arrived: 12, finished: 12 },
    ]);
    expect(record.ownLag.count).toBeGreaterThanOrEqual(3 * workers);
  });

  test('are blocked where a wave has failed that they wait for, and so is all that waits for them', async () => {
    const failing = (files: Storage): Storage => ({
      ...withMethods(files),
      create: (name, ...rest) => {
        if (/\/first\/0\/5\//.test(name))
          throw new TargetError('permission', 'not yours', { retryable: false });
        return files.create(name, ...rest);
      },
    });
    const { record } = await loadInProcess(STUDIO, { workers, speed: 8, behind: failing });
    expect(record.work(['first', 'second', 'last'])).toEqual([
      { stage: 'first', arrived: 24, finished: 23 },
      { stage: 'second', arrived: 24, finished: 12, blocked: 12 },
      { stage: 'last', arrived: 12, finished: 0, blocked: 12 },
    ]);
  });
});

/** A storage whose methods can be spread, as those of a class cannot. */
function withMethods(files: Storage): Storage {
  return {
    capabilities: files.capabilities,
    lookup: (...all) => files.lookup(...all),
    getattr: (...all) => files.getattr(...all),
    access: (...all) => files.access(...all),
    readdir: (...all) => files.readdir(...all),
    create: (...all) => files.create(...all),
    open: (...all) => files.open(...all),
    rename: (...all) => files.rename(...all),
    remove: (...all) => files.remove(...all),
  };
}
