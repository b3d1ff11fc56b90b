/** Statistics by the names that people write for them. */
export const SPELLED_STATISTICS: ReadonlyMap<string, string> = new Map(
  Object.entries({ average: 'mean', avg: 'mean', median: 'p50', maximum: 'max', minimum: 'min' }),
);
