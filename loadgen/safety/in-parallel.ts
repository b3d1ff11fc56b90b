/** Does something with each of many, some at a time. Rejects with the first failure, once what was begun has ended. */
export async function inParallel<T>(
  items: Iterable<T>,
  atOnce: number,
  perform: (item: T) => Promise<void>,
): Promise<void> {
  const iterator = items[Symbol.iterator]();
  let failed = false;
  const worker = async () => {
    for (let next = iterator.next(); !failed && next.done !== true; next = iterator.next()) {
      try {
        await perform(next.value);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const outcomes = await Promise.allSettled(Array.from({ length: atOnce }, worker));
  const failure = outcomes.find((each) => each.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
}
