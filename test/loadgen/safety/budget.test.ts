import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Budget } from '../../../loadgen/safety/budget.ts';

const UNLIMITED = { bytesMax: Infinity, operationsMax: Infinity };

describe('a budget', () => {
  test('without limits has no end', async () => {
    const budget = Budget.of(UNLIMITED);
    for (let turn = 0; turn < 1000; turn++) expect(budget.take(2 ** 40, 1)).toBeNull();
    expect(await budget.check()).toBeNull();
  });

  test('of bytes is used to the last, and not beyond', async () => {
    const budget = Budget.of({ ...UNLIMITED, bytesMax: 1_000_000 });
    for (let turn = 0; turn < 1000; turn++) expect(budget.take(1000, 0)).toBeNull();
    expect(budget.take(1, 0)).toBe('bytes');
    expect(budget.take(0, 0)).toBeNull();
    expect(budget.exhausted).toBe('bytes');
    expect(await budget.check()).toBe('the 1000000 bytes of --max-bytes are written');
  });

  test('of operations counts those that write nothing too', async () => {
    const budget = Budget.of({ ...UNLIMITED, operationsMax: 3 });
    expect([1, 2, 3, 4].map(() => budget.take(0, 0))).toEqual([null, null, null, 'operations']);
    expect(await budget.check()).toContain('3 operations of --max-operations');
  });

  test('of room counts whole blocks, and one for each file', () => {
    const budget = Budget.of(UNLIMITED);
    budget.limitSpace(4 * 4096, Infinity);
    expect(budget.take(1, 1)).toBeNull();
    expect(budget.take(4097, 0)).toBeNull();
    expect(budget.take(1, 0)).toBe('space');
  });

  test('of files counts new ones', async () => {
    const budget = Budget.of(UNLIMITED);
    budget.limitSpace(Infinity, 2);
    expect([1, 1, 0, 1].map((files) => budget.take(0, files))).toEqual([null, null, null, 'files']);
    expect(await budget.check()).toContain('inodes');
  });

  test('is never exceeded, whoever takes what', () => {
    const wish = fc.record({ taker: fc.nat(2), bytes: fc.integer({ min: 0, max: 5000 }) });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), fc.array(wish), (bytesMax, wishes) => {
        const first = Budget.of({ ...UNLIMITED, bytesMax });
        const takers = [first, new Budget(first.shared), new Budget(first.shared)];
        let granted = 0;
        for (const { taker, bytes } of wishes) if (takers[taker]!.take(bytes, 0) === null) granted += bytes;
        expect(granted).toBeLessThanOrEqual(bytesMax);
        expect(first.exhausted === null).toBe(takers.every((each) => each.exhausted === null));
      }),
    );
  });

  test('takes back what a thread had taken and does not need', () => {
    const first = Budget.of({ bytesMax: 1_000_000, operationsMax: 1000 });
    const second = new Budget(first.shared);
    expect(first.take(1, 0)).toBeNull();
    first.release();
    for (let turn = 0; turn < 999; turn++) expect(second.take(1000, 0)).toBeNull();
    expect(second.take(999, 0)).toBe('operations');
  });

  test('does not take back room on the target: a look at it has seen that as taken', () => {
    const budget = Budget.of(UNLIMITED);
    budget.limitSpace(2 ** 30, 2 ** 20);
    budget.take(1, 1);
    const { takenSpace } = budget;
    budget.release();
    expect(budget.takenSpace).toEqual(takenSpace);
  });

  test('is one for all threads', async () => {
    const budget = Budget.of({ ...UNLIMITED, operationsMax: 200_000 });
    const file = new URL('../../../loadgen/safety/budget.ts', import.meta.url).href;
    const code = `
      const { parentPort, workerData } = require('node:worker_threads');
      import(${JSON.stringify(file)}).then(({ Budget }) => {
        const budget = new Budget(workerData);
        let taken = 0;
        while (budget.take(0, 0) === null) taken++;
        parentPort.postMessage(taken);
      });`;
    const taken = await Promise.all(
      [1, 2, 3].map(async () => {
        const worker = new Worker(code, { eval: true, workerData: budget.shared });
        const [count] = (await once(worker, 'message')) as [number];
        await worker.terminate();
        return count;
      }),
    );
    const total = taken.reduce((sum, each) => sum + each, 0);
    expect(total).toBeLessThanOrEqual(200_000);
    // What one thread had left in its portion, another was refused.
    expect(total).toBeGreaterThan(200_000 - 3 * 1024);
    expect(budget.exhausted).toBe('operations');
  });
});
