/** Leaders by a figure, and lists of names in sentences. */

/**
 * The items whose figure reads like the greatest one, in their own order: to a reader who sees "100%" twice, both lead. Empty for no
 * items.
 */
export function leadersBy<T>(
  items: readonly T[],
  figureOf: (item: T) => number,
  textOf: (figure: number) => string,
): readonly T[] {
  const most = textOf(Math.max(...items.map(figureOf)));
  return items.filter((item) => textOf(figureOf(item)) === most);
}

/** "a", "a and b", "a, b and c", "a, b and 4 more" with at most two named. */
export function listed(names: readonly string[], most = Number.POSITIVE_INFINITY): string {
  const shown = names.length > most ? [...names.slice(0, most), `${names.length - most} more`] : names;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
