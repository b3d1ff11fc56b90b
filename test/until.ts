import { setTimeout as sleep } from 'node:timers/promises';

/** What takes longer hangs. No test fails because a machine is slow: it waits for what it wants to see, up to this. */
export const HANGING_MILLISECONDS = 60 * 60_000;

/** Waits until a condition holds, which it looks at every few milliseconds. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(10);
}
