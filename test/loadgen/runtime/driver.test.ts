import { describe, expect, test } from 'vitest';
import { RealClock, type WaitableClock } from '../../../loadgen/runtime/clock.ts';
import { Driver } from '../../../loadgen/runtime/driver.ts';
import type { Body } from '../../../sim/kernel/process.ts';

function startingIn(milliseconds: number): WaitableClock {
  return new RealClock(process.hrtime.bigint() + BigInt(milliseconds * 1e6));
}

function driverWith(...bodies: readonly ((driver: Driver) => Body<unknown>)[]): Driver {
  const driver = new Driver(startingIn(0));
  for (const body of bodies) driver.simulation.spawn(body(driver));
  return driver;
}

/** Keeps the thread to itself. */
function busy(seconds: number): void {
  const until = performance.now() + seconds * 1000;
  while (performance.now() < until);
}

describe('events on a real clock', () => {
  test('happen at their time or after it, in the order of their times', async () => {
    const happened: { readonly dueSeconds: number; readonly atSeconds: number }[] = [];
    const times = [0.012, 0, 0.001, 0.05, 0.0501, 0.05011, 0.0123, 0.001, 0.03];
    const driver = driverWith(
      ...times.map(
        (dueSeconds) =>
          function* (within: Driver): Body<void> {
            yield dueSeconds;
            happened.push({ dueSeconds, atSeconds: within.clock.nowSeconds });
            expect(within.simulation.now).toBe(dueSeconds);
          },
      ),
    );
    await driver.run();
    expect(happened.map(({ dueSeconds }) => dueSeconds)).toEqual(times.toSorted((a, b) => a - b));
    for (const { dueSeconds, atSeconds } of happened) expect(atSeconds).toBeGreaterThanOrEqual(dueSeconds);
  });

  test('keep their own times when the thread was late for them', async () => {
    const times: number[] = [];
    const driver = driverWith(function* (within): Body<void> {
      yield 0.01;
      busy(0.05);
      for (let i = 0; i < 3; i++) {
        yield 0.01;
        times.push(within.simulation.now);
      }
    });
    await driver.run();
    expect(times.map((time) => time.toFixed(6))).toEqual(['0.020000', '0.030000', '0.040000']);
  });

  test('do not begin before the start', async () => {
    const driver = new Driver(startingIn(50));
    expect(driver.clock.nowSeconds).toBeLessThan(0);
    let beganSeconds = Number.NEGATIVE_INFINITY;
    driver.simulation.spawn(
      (function* (): Body<void> {
        beganSeconds = driver.clock.nowSeconds;
        yield 0;
      })(),
    );
    await driver.run();
    expect(beganSeconds).toBeGreaterThanOrEqual(0);
  });

  test('leave the thread its other work, however far they are behind', async () => {
    let messages = 0;
    const driver = driverWith(function* (): Body<void> {
      // A hundred events, each due when the one before it has only begun: 200 ms of work.
      for (let i = 0; i < 100; i++) {
        busy(0.002);
        yield 0.0001;
      }
    });
    const timer = setInterval(() => messages++, 10);
    await driver.run();
    clearInterval(timer);
    expect(messages).toBeGreaterThan(5);
  });
});

describe('answers', () => {
  test('are waited for, and events that come due meanwhile happen', async () => {
    const seen: string[] = [];
    const { promise, resolve } = Promise.withResolvers<string>();
    const driver = driverWith(
      function* (within): Body<void> {
        seen.push(yield* within.settled(promise));
      },
      function* (): Body<void> {
        yield 0.01;
        seen.push('event');
        resolve('answer');
      },
    );
    await driver.run();
    expect(seen).toEqual(['event', 'answer']);
  });

  test('that are there are taken at once', async () => {
    const seen: string[] = [];
    const driver = driverWith(function* (within): Body<void> {
      const before = within.simulation.events;
      seen.push(yield* within.settled('value'));
      expect(within.simulation.events).toBe(before);
    });
    await driver.run();
    expect(seen).toEqual(['value']);
  });

  test('that are failures are thrown where they are waited for', async () => {
    const seen: unknown[] = [];
    const driver = driverWith(function* (within): Body<void> {
      try {
        yield* within.settled(Promise.reject(new Error('refused')));
      } catch (error) {
        seen.push(error);
      }
    });
    await driver.run();
    expect(seen).toEqual([new Error('refused')]);
  });

  test('end nothing where a process has been interrupted meanwhile', async () => {
    const driver = new Driver(startingIn(0));
    const { promise, resolve } = Promise.withResolvers<void>();
    const process = driver.simulation.spawn(
      (function* (): Body<void> {
        yield* driver.settled(promise);
      })(),
    );
    driver.simulation.at(0.005, () => {
      process.interrupt('enough');
      resolve();
    });
    await driver.run();
    expect(process.state).toBe('failed');
  });
});

describe('a pause', () => {
  test('lasts from now, not from when the event was due', async () => {
    let [from, to] = [0, 0];
    const driver = driverWith(function* (within): Body<void> {
      busy(0.03);
      from = within.clock.nowSeconds;
      yield* within.pause(0.02);
      to = within.clock.nowSeconds;
    });
    await driver.run();
    expect(to - from).toBeGreaterThanOrEqual(0.02);
  });
});

describe('the end', () => {
  test('is a failure of the program where a process throws', async () => {
    const driver = driverWith(function* (): Body<void> {
      yield 0.001;
      throw new Error('wrong');
    });
    await expect(driver.run()).rejects.toThrow('wrong');
  });

  test('that is asked for lets happen what is due, and nothing else', async () => {
    const happened: number[] = [];
    const driver = driverWith(function* (within): Body<void> {
      for (;;) {
        happened.push(within.simulation.now);
        yield 0.01;
      }
    });
    setTimeout(() => driver.stop(), 35);
    await driver.run();
    const endedSeconds = driver.clock.nowSeconds;
    expect(happened.length).toBe(Math.floor(driver.simulation.now / 0.01 + 1e-9) + 1);
    expect(driver.simulation.now).toBeGreaterThanOrEqual(0.034);
    expect(driver.simulation.now).toBeLessThanOrEqual(endedSeconds);
  });

  test('does not wait for answers when it is asked for', async () => {
    let stopped = false;
    const answer = new Promise<void>(() => undefined);
    const driver = driverWith(function* (within): Body<void> {
      yield* within.settled(answer);
    });
    setTimeout(() => {
      stopped = true;
      driver.stop();
    }, 20);
    await driver.run();
    expect(stopped).toBe(true);
  });

  test('may be asked for by a process', async () => {
    const driver = driverWith(function* (within): Body<void> {
      within.stop();
      yield 1000;
    });
    await driver.run();
    expect(driver.clock.nowSeconds).toBeLessThan(1000);
  });
});
