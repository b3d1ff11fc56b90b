/**
 * What a piece of work takes of this thread, in milliseconds: unlike the time on the wall, it does not grow with what
 * else the machine is doing.
 */
export function cpuMilliseconds<Result>(work: () => Result): {
  readonly result: Result;
  readonly milliseconds: number;
} {
  const before = process.threadCpuUsage();
  const result = work();
  const { user, system } = process.threadCpuUsage(before);
  return { result, milliseconds: (user + system) / 1000 };
}
