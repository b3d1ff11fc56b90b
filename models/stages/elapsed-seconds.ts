/** From one time to another, none before it. Times are sums of times, and may be off by their last digit. */
export function elapsedSeconds(fromSeconds: number, toSeconds: number): number {
  return Math.max(0, toSeconds - fromSeconds);
}
