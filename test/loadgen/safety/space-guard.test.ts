import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { Budget } from '../../../loadgen/safety/budget.ts';
import { DEFAULT_FLOOR, SpaceGuard } from '../../../loadgen/safety/space-guard.ts';
import { type Space, TargetError } from '../../../loadgen/targets/target.ts';

const GIB = 2 ** 30;
const MIB = 2 ** 20;
const FLOOR = { freeBytesMin: 10 * MIB, freeFractionMin: 0.1, freeFilesMin: 100 };
const ROOMY: Space = { freeBytes: 60 * MIB, totalBytes: 64 * MIB, freeFiles: 1000 };

/** A target whose space the test says, and a clock that it moves. */
function guarded(space: Space, floor = FLOOR) {
  const state = { space, nowSeconds: 0, failing: false };
  const budget = Budget.of({ bytesMax: Infinity, operationsMax: Infinity });
  const look = async () => {
    if (state.failing) throw new TargetError('timeout', 'no answer', { retryable: true });
    return state.space;
  };
  const guard = new SpaceGuard(look, floor, budget, () => state.nowSeconds);
  const checkedAt = async (nowSeconds: number) => {
    state.nowSeconds = nowSeconds;
    await guard.check();
    await sleep(0);
    return guard.check();
  };
  return { state, budget, guard, checkedAt };
}

describe('before a run', () => {
  test('what it may write must leave the floor free', async () => {
    const { guard } = guarded(ROOMY);
    expect(await guard.admit({ bytes: 50 * MIB, files: 900 })).toBeNull();
    expect(await guard.admit({ bytes: 50 * MIB + 1, files: 0 })).toMatch(
      /may write 52.4 MB, and 52.4 MB are free/,
    );
    expect(await guard.admit({ bytes: 0, files: 901 })).toBe(
      'the run may make 901 files, and 900 can be made until only 100 are free',
    );
  });

  test('the floor is a tenth of the target, and at least 10 GiB', async () => {
    const admits = async (freeGib: number, totalGib: number) => {
      const { guard } = guarded(
        { freeBytes: freeGib * GIB, totalBytes: totalGib * GIB, freeFiles: null },
        DEFAULT_FLOOR,
      );
      return (await guard.admit({ bytes: GIB, files: 1 })) === null;
    };
    expect(await admits(11, 20)).toBe(true);
    expect(await admits(10.9, 20)).toBe(false);
    expect(await admits(101, 1000)).toBe(true);
    expect(await admits(100, 1000)).toBe(false);
  });

  test('a target that does not tell of its room has it', async () => {
    const { guard, budget } = guarded({ freeBytes: null, totalBytes: null, freeFiles: null });
    expect(await guard.admit({ bytes: 1e15, files: 1e9 })).toBeNull();
    expect(budget.take(1e15, 1)).toBeNull();
  });

  test('a target that does not answer is an error', async () => {
    const { guard, state } = guarded(ROOMY);
    state.failing = true;
    await expect(guard.admit({ bytes: 1, files: 1 })).rejects.toThrow(TargetError);
  });
});

describe('during a run', () => {
  test('the threads are stopped at the floor, without a look at the target', async () => {
    const { guard, budget } = guarded(ROOMY);
    await guard.admit({ bytes: 0, files: 0 });
    let written = 0;
    while (budget.take(MIB, 0) === null) written++;
    expect(written).toBe(50);
    expect(await budget.check()).toBe('free space on the target has come to its floor');
  });

  test('what others write lowers what may be written, and what they delete raises it', async () => {
    const { state, guard, budget, checkedAt } = guarded(ROOMY);
    await guard.admit({ bytes: 0, files: 0 });
    state.space = { ...ROOMY, freeBytes: 12 * MIB };
    expect(await checkedAt(1)).toBeNull();
    expect(budget.take(3 * MIB, 0)).toBe('space');
    expect(budget.take(2 * MIB, 0)).toBeNull();
    state.space = { ...ROOMY, freeBytes: 10 * MIB };
    await checkedAt(2);
    expect(budget.take(4096, 0)).toBe('space');
    state.space = { ...ROOMY, freeBytes: 40 * MIB };
    await checkedAt(3);
    await checkedAt(4);
    expect(budget.take(20 * MIB, 0)).toBeNull();
  });

  test('it stops once others have come below the floor', async () => {
    const { state, guard, checkedAt } = guarded(ROOMY);
    await guard.admit({ bytes: 0, files: 0 });
    state.space = { ...ROOMY, freeBytes: 9 * MIB };
    expect(await checkedAt(1)).toBe('9.44 MB are free, less than the 10.5 MB that stay free');
  });

  test('it stops once there are too few free inodes', async () => {
    const { state, guard, checkedAt } = guarded(ROOMY);
    await guard.admit({ bytes: 0, files: 0 });
    state.space = { ...ROOMY, freeFiles: 99 };
    expect(await checkedAt(1)).toContain('99 files (inodes)');
  });

  test('it looks once a second, and bears a look that fails', async () => {
    const { state, guard, checkedAt } = guarded(ROOMY);
    await guard.admit({ bytes: 0, files: 0 });
    expect(await checkedAt(1)).toBeNull();
    state.space = { ...ROOMY, freeBytes: 0 };
    expect(await checkedAt(1.5)).toBeNull();
    state.failing = true;
    expect(await checkedAt(2)).toBeNull();
    state.failing = false;
    expect(await checkedAt(3)).not.toBeNull();
  });

  test('it does not wait for a look that is not answered', async () => {
    const budget = Budget.of({ bytesMax: Infinity, operationsMax: Infinity });
    let looks = 0;
    const never = () => {
      looks++;
      return new Promise<Space>(() => undefined);
    };
    const guard = new SpaceGuard(never, FLOOR, budget, () => looks * 10);
    for (let turn = 0; turn < 3; turn++) expect(await guard.check()).toBeNull();
    expect(looks).toBe(1);
  });
});
