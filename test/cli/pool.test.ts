import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { EXIT } from '../../cli/exit-codes.ts';
import { Failure } from '../../cli/failure.ts';
import { Pool, runAll } from '../../cli/pool.ts';
import type { FaultyTask } from './faulty-worker.ts';

const pools: Pool<FaultyTask, unknown>[] = [];

function poolOf(threads: number): Pool<FaultyTask, unknown> {
  const worker = new URL('./faulty-worker.ts', import.meta.url);
  const pool = new Pool<FaultyTask, unknown>({ worker, threads, heapMebibytes: 64 });
  pools.push(pool);
  return pool;
}

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

const labelled = (tasks: readonly FaultyTask[]) =>
  tasks.map((task, index) => ({ task, label: `task ${index + 1}` }));
const unhurried = { signal: new AbortController().signal, onDone: () => {} };

const FAULTS: readonly (readonly [FaultyTask, RegExp])[] = [
  ['throw an error', /^it failed: the shelf is empty$/],
  ['throw a text', /^it failed: just a text$/],
  ['exit', /^it failed: .*exit/],
  ['outgrow memory', /^it failed: its worker needed more than 64 MiB of memory/],
  ['answer with a function', /^it failed: .*could not be cloned/],
];

describe.each(FAULTS)('a worker told to %s', (fault, message) => {
  test('fails its own task with one message, and the pool goes on at full size', async () => {
    const pool = poolOf(2);
    const beside = Array.from({ length: 3 }, () => pool.run('answer', 'beside'));
    await expect(pool.run(fault, 'it')).rejects.toThrow(message);
    await expect(pool.run(fault, 'it')).rejects.toMatchObject({ exitCode: EXIT.bug });
    await expect(Promise.all(beside)).resolves.toEqual([42, 42, 42]);
    await expect(
      Promise.all(Array.from({ length: 4 }, () => pool.run('answer', 'after'))),
    ).resolves.toHaveLength(4);
    expect(pool.threads).toBe(2);
  });
});

test('a worker that never answers is ended by the signal, with the reason of the signal', async () => {
  const pool = poolOf(1);
  const controller = new AbortController();
  const endless = pool.run('loop for ever', 'it', controller.signal);
  await sleep(300);
  controller.abort(new Failure(130, 'interrupted'));
  await expect(endless).rejects.toMatchObject({ exitCode: 130, message: 'interrupted' });
  await expect(pool.run('answer', 'after')).resolves.toBe(42);
});

test('a pool closes while its workers are busy', async () => {
  const pool = poolOf(2);
  const [ending] = await Promise.allSettled([
    pool.run('loop for ever', 'it'),
    sleep(300).then(() => pool.close()),
  ]);
  expect(ending).toMatchObject({ status: 'rejected', reason: expect.any(Failure) });
});

describe('running all tasks', () => {
  test('answers come in the order of the tasks, and each is counted', async () => {
    let done = 0;
    const answers = await runAll(poolOf(2), labelled(['answer', 'answer', 'answer']), {
      ...unhurried,
      onDone: () => {
        done += 1;
      },
    });
    expect(answers).toEqual([42, 42, 42]);
    expect(done).toBe(3);
  });

  test('the first failure in the order of the tasks is the one reported', async () => {
    const tasks = labelled(['answer', 'throw an error', 'throw a text']);
    await expect(runAll(poolOf(2), tasks, unhurried)).rejects.toThrow('task 2 failed: the shelf is empty');
  });
});
