/** Names cut to fit a chart; the table behind it has them whole. */

const CHARACTERS = new Intl.Segmenter('en-US', { granularity: 'grapheme' });

/** At most `length` characters as a reader counts them, the last one an ellipsis when something was cut. */
export function ellipsis(text: string, length: number): string {
  const characters = [...CHARACTERS.segment(text)].map(({ segment }) => segment);
  return characters.length <= length ? text : `${characters.slice(0, Math.max(1, length - 1)).join('')}…`;
}
