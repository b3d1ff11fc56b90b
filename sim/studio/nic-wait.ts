/**
 * Returns the mean seconds for which one of `requests` waits for its client's own NIC, on which payloads share the
 * bandwidth. Each takes `transmitSeconds` there alone, and `otherSeconds` in all without waiting. By mean-value
 * analysis (see closed-queue.ts).
 */
export function nicWait(requests: number, transmitSeconds: number, otherSeconds: number): number {
  if (transmitSeconds <= 0) return 0;
  let found = 0;
  const steps = Math.min(64, requests);
  for (let population = 1; population < steps; population++) {
    const residence = transmitSeconds * (1 + found);
    found = (population * residence) / (otherSeconds - transmitSeconds + residence);
  }
  return transmitSeconds * found;
}
