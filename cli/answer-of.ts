import { printable } from '../reports/printable.ts';
import { note } from './terminal.ts';

const FIRST_SIGN_MILLISECONDS = 3_000;

/**
 * Returns the answer of a target that may be slow, or may never answer. After some seconds it reports progress
 * ("waiting for it"). An interruption rejects at once with its reason. Use it only for work that may end at any point:
 * inspecting and deleting.
 */
export async function answerOf<Answer>(
  answer: Promise<Answer>,
  goingOn: string,
  signal: AbortSignal,
): Promise<Answer> {
  const say = () => note(`headroom: ${printable(goingOn)}; Ctrl-C gives up`);
  const sign = setTimeout(say, FIRST_SIGN_MILLISECONDS);
  let interrupt = () => {};
  const interruption = new Promise<never>((_, reject) => {
    interrupt = () => reject(signal.reason as Error);
  });
  if (signal.aborted) interrupt();
  signal.addEventListener('abort', interrupt, { once: true });
  try {
    return await Promise.race([answer, interruption]);
  } finally {
    clearTimeout(sign);
    signal.removeEventListener('abort', interrupt);
  }
}
