/** A neighbour on the same core slows a thread for some seconds. */
const ATTEMPTS = 6;
/** What the yardstick takes on the machines for which limits are stated. */
const YARDSTICK_MILLISECONDS = 12;

/**
 * What a piece of work takes of this thread, in milliseconds of a machine of known speed: unlike the time on the wall, it does not
 * grow with what waits beside it, and a slower machine, or one whose cores are shared, is allowed for by a yardstick that is
 * measured beside the work. Work that took longer than `limitMilliseconds` is done again, and its least time counts.
 */
export function cpuMilliseconds<Result>(
  work: () => Result,
  limitMilliseconds: number,
): {
  readonly result: Result;
  readonly milliseconds: number;
} {
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 1; ; attempt++) {
    const { result, milliseconds } = taken(work);
    least = Math.min(least, milliseconds);
    if (least < limitMilliseconds) return { result, milliseconds: least };
    least = Math.min(least, milliseconds / slowness());
    if (least < limitMilliseconds || attempt === ATTEMPTS) return { result, milliseconds: least };
  }
}

function taken<Result>(work: () => Result): { readonly result: Result; readonly milliseconds: number } {
  const before = process.threadCpuUsage();
  const result = work();
  const { user, system } = process.threadCpuUsage(before);
  return { result, milliseconds: (user + system) / 1000 };
}

/** By how much this machine is slower at present, 1 at least: strings cut, counted and sorted. */
function slowness(): number {
  const { milliseconds } = taken(() => {
    const words = new Map<string, number>();
    for (let i = 0; i < 20_000; i++) {
      const word = `${(i * 7919) % 10_007}: ${i}`.slice(0, 4);
      words.set(word, (words.get(word) ?? 0) + 1);
    }
    return [...words.keys()].toSorted();
  });
  return Math.max(1, milliseconds / YARDSTICK_MILLISECONDS);
}
