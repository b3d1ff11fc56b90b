/**
 * The error that is told where one failure leads to others: the first, which has the cause, with the later ones beside it. A
 * clean-up that fails after it says nothing of why it was needed.
 */

/** Adds to an error what failed after it. The first keeps its kind, for those who look at that. */
export function withLater(first: unknown, later: unknown): unknown {
  if (!(first instanceof Error)) return first;
  const said = later instanceof Error ? later.message : String(later);
  // Whatever is asked of a target that is gone fails in the same words.
  if (!first.message.includes(said)) first.message = `${first.message}; and then: ${said}`;
  return first;
}

/** Performs each step, also where one before it failed, and returns the error that is to be thrown. */
export async function afterError(
  first: unknown,
  ...steps: readonly (() => Promise<unknown>)[]
): Promise<unknown> {
  let error = first;
  for (const step of steps) {
    try {
      await step();
    } catch (later) {
      error = withLater(error, later);
    }
  }
  return error;
}

/** Performs and then closes, whatever came of it. A failure to close is thrown where there was none before it. */
export async function closing<Result>(
  perform: () => Promise<Result>,
  close: () => Promise<void>,
): Promise<Result> {
  let result: Result;
  try {
    result = await perform();
  } catch (error) {
    throw await afterError(error, close);
  }
  await close();
  return result;
}

/** The same at once. */
export function closingNow<Result>(perform: () => Result, close: () => void): Result {
  let result: Result;
  try {
    result = perform();
  } catch (error) {
    try {
      close();
    } catch (later) {
      throw withLater(error, later);
    }
    throw error;
  }
  close();
  return result;
}
