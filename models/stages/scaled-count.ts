/** Returns `factor` times a number of actors: rounded, one at least. */
export function scaledCount(count: number, factor: number): number {
  return Math.max(1, Math.round(count * factor));
}
