/** Beyond these a client of a network has more connections, not more to send. */
const THREADS_MAX = 8;

/** Returns how many threads suit a protocol whose threads keep many requests under way each. */
export function networkThreads(processors: number): number {
  return Math.max(1, Math.min(THREADS_MAX, processors));
}
