import { printable } from '../reports/printable.ts';
import { note } from './terminal.ts';

const FIRST_SIGN_MILLISECONDS = 3_000;

/**
 * What a target answers that may be slow to, or never do: after some seconds it is said what goes on ("waiting for it"), and an
 * interruption rejects at once with its reason. For what may end at any point: looking, and deleting.
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
