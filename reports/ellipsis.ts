/** Names cut to fit a chart; the table behind it has them whole. */

import stringWidth from 'string-width';

const CHARACTERS = new Intl.Segmenter('en-US', { granularity: 'grapheme' });

/** At most `columns` of ordinary letters wide (Chinese characters take two), ending in an ellipsis when something was cut. */
export function ellipsis(text: string, columns: number): string {
  if (stringWidth(text) <= columns) return text;
  let cut = '';
  for (const { segment } of CHARACTERS.segment(text)) {
    if (stringWidth(cut + segment) > columns - 1) break;
    cut += segment;
  }
  return `${cut}…`;
}
