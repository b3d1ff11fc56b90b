/** The storage or farm of a stage: as named, or the only one there is; undefined where that has been reported. */
export function chosen(name: string | undefined, known: readonly string[]): string | undefined {
  if (name === undefined) return known.length === 1 ? known[0] : undefined;
  return known.includes(name) ? name : undefined;
}
