import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FileLocks } from '../../../loadgen/runtime/file-locks.ts';
import type { Body } from '../../../sim/kernel/process.ts';
import { Simulation } from '../../../sim/kernel/simulation.ts';

interface Use {
  readonly file: string;
  readonly shared: boolean;
  readonly atSeconds: number;
  readonly holdSeconds: number;
}

interface Held extends Use {
  readonly order: number;
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

/** Lets every use ask at its time, and answers when each had the file. */
function simulate(uses: readonly Use[]): readonly Held[] {
  const simulation = new Simulation();
  const locks = new FileLocks(simulation);
  const held: Held[] = [];
  for (const [order, use] of uses.toSorted((a, b) => a.atSeconds - b.atSeconds).entries()) {
    simulation.spawn(
      (function* () {
        yield use.atSeconds;
        const lock = locks.of(use.file);
        const turn = lock.acquire(use.shared);
        if (turn !== null) yield turn;
        const fromSeconds = simulation.now;
        yield use.holdSeconds;
        held.push({ ...use, order, fromSeconds, toSeconds: simulation.now });
        lock.release();
      })(),
    );
  }
  simulation.run();
  return held;
}

/** The same by the rule itself: each has the file when all before it that it cannot share with are done with it. */
function expected(uses: readonly Use[]): readonly Held[] {
  const held: Held[] = [];
  for (const [order, use] of uses.toSorted((a, b) => a.atSeconds - b.atSeconds).entries()) {
    const before = held.filter(({ file }) => file === use.file);
    const blocking = before.filter(({ shared }) => !(shared && use.shared));
    // Nobody overtakes: a look behind a waiting change waits until that change has had its turn.
    const fromSeconds = Math.max(
      use.atSeconds,
      ...blocking.map(({ toSeconds }) => toSeconds),
      ...before.map((each) => each.fromSeconds),
    );
    held.push({ ...use, order, fromSeconds, toSeconds: fromSeconds + use.holdSeconds });
  }
  return held;
}

describe('the locks of files', () => {
  test('let looks overlap, give a change its file alone, and nobody overtakes', () => {
    const use = fc.record({
      file: fc.constantFrom('a', 'b'),
      shared: fc.boolean(),
      // No two at the same time: whole numbers, made distinct by their place.
      atSeconds: fc.nat(50),
      holdSeconds: fc.nat(20),
    });
    fc.assert(
      fc.property(fc.array(use, { maxLength: 30 }), (drawn) => {
        const uses = drawn.map((each, place) => ({ ...each, atSeconds: each.atSeconds + place / 64 }));
        const byOrder = (a: Held, b: Held) => a.order - b.order;
        expect(simulate(uses).toSorted(byOrder)).toEqual(expected(uses));
      }),
      { numRuns: 1000 },
    );
  });

  test('is forgotten when nobody uses the file', () => {
    const locks = new FileLocks(new Simulation());
    for (let i = 0; i < 3; i++) {
      expect(locks.of('a').acquire(false)).toBeNull();
      expect(locks.of('b').acquire(true)).toBeNull();
      expect(locks.of('b').acquire(true)).toBeNull();
      locks.of('a').release();
      locks.of('b').release();
      locks.of('b').release();
    }
  });

  test('are there for files in use and no others', () => {
    const locks = new FileLocks(new Simulation());
    const lock = locks.of('a');
    expect(lock.acquire(true)).toBeNull();
    expect(lock.acquire(true)).toBeNull();
    expect(locks.find('b')).toBeUndefined();
    lock.release();
    expect(locks.find('a')).toBe(lock);
    expect(locks.of('a')).toBe(lock);
    lock.release();
    expect(locks.find('a')).toBeUndefined();
  });

  test('give turns in the order of asking, also to a process that begins to wait only when its turn has come', () => {
    const simulation = new Simulation();
    const locks = new FileLocks(simulation);
    const lock = locks.of('a');
    expect(lock.acquire(false)).toBeNull();
    const turns = [lock.acquire(false)!, lock.acquire(false)!];
    const done: string[] = [];
    simulation.at(1, () => lock.release());
    for (const [index, turn] of turns.entries()) {
      simulation.spawn(
        (function* () {
          yield 2 - index;
          yield turn;
          done.push(`${index} at ${simulation.now}`);
          lock.release();
        })(),
      );
    }
    simulation.run();
    expect(done).toEqual(['0 at 2', '1 at 2']);
    expect(locks.find('a')).toBeUndefined();
  });

  test('go on to the next where the one whose turn has come is interrupted at that instant', () => {
    const simulation = new Simulation();
    const locks = new FileLocks(simulation);
    const lock = locks.of('a');
    expect(lock.acquire(false)).toBeNull();
    const turn = lock.acquire(false)!;
    const waiting = simulation.spawn(
      (function* (): Body<void> {
        yield turn;
      })(),
    );
    simulation.at(1, () => {
      waiting.interrupt('no longer');
      lock.release();
    });
    simulation.run();
    expect(locks.find('a')).toBeUndefined();
  });

  test('let looks through that waited behind a change which is given up', () => {
    const simulation = new Simulation();
    const lock = new FileLocks(simulation).of('a');
    expect(lock.acquire(true)).toBeNull();
    const change = lock.acquire(false)!;
    const look = lock.acquire(true)!;
    const times: number[] = [];
    const process = simulation.spawn(
      (function* (): Body<void> {
        yield change;
      })(),
    );
    simulation.spawn(
      (function* (): Body<void> {
        yield look;
        times.push(simulation.now);
      })(),
    );
    simulation.at(1, () => process.interrupt('no longer'));
    simulation.run();
    expect(times).toEqual([1]);
  });

  test('does not wait for who was interrupted while waiting', () => {
    const simulation = new Simulation();
    const locks = new FileLocks(simulation);
    expect(locks.of('a').acquire(false)).toBeNull();
    const done: string[] = [];
    const waiter = (name: string) =>
      simulation.spawn(
        (function* () {
          yield locks.of('a').acquire(false)!;
          done.push(name);
          locks.of('a').release();
        })(),
      );
    const first = waiter('first');
    waiter('second');
    simulation.run();
    first.interrupt('no longer');
    simulation.run();
    locks.of('a').release();
    simulation.run();
    expect(done).toEqual(['second']);
  });
});
