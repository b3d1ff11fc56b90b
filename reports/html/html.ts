/**
 * HTML that escapes by default. Text reaches a page only through the `html` template: every value in it is escaped unless
 * it is itself the product of such a template. Attributes are always written in double quotes.
 */

import { printable } from '../printable.ts';

/** Markup that is safe to place. Made by `html` and `verbatim` only; nothing read from a file can be one. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

export type HtmlValue = string | number | Html | null | readonly HtmlValue[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** The one escape function: safe as text and inside a quoted attribute; control and direction marks are written out. */
export function escapeHtml(text: string): string {
  return escapeMarkup(printable(text));
}

/** The same without a change to line feeds and tabs, for text that has passed `printableSource`. */
export function escapeMarkup(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => ENTITIES[character] ?? character);
}

/** Template tag: strings and numbers are escaped, `Html` is placed as it is, lists are joined, null is nothing. */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(strings.map((part, index) => part + markupOf(values[index] ?? null)).join(''));
}

function markupOf(value: HtmlValue): string {
  if (value === null) return '';
  if (value instanceof Html) return value.markup;
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'number') return escapeHtml(String(value));
  return value.map(markupOf).join('');
}
