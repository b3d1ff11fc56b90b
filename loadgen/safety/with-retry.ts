import { setTimeout as sleep } from 'node:timers/promises';
import { TargetError } from '../targets/target.ts';

const ATTEMPTS = 6;
const FIRST_WAIT_MILLISECONDS = 100;

/** Does something again, a few times within seconds, where trying again may help: a server may have just been restarted. */
export async function withRetry<Result>(perform: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await perform();
    } catch (error) {
      if (!(error instanceof TargetError) || !error.retryable || attempt === ATTEMPTS) throw error;
      await sleep(FIRST_WAIT_MILLISECONDS * 2 ** (attempt - 1));
    }
  }
}

/** Undefined where the target says that it is so: `codes` are those that mean it. */
export async function unless<Result>(
  codes: readonly TargetError['code'][],
  perform: () => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await withRetry(perform);
  } catch (error) {
    if (error instanceof TargetError && codes.includes(error.code)) return undefined;
    throw error;
  }
}
