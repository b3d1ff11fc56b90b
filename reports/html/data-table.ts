/** Tables of a report: a caption, headed columns and rows, numbers to the right, scrolling sideways where it is narrow. */

import type { Interval, Unit } from '../../models/result.ts';
import { formatQuantity } from '../../models/units.ts';
import { formatSpread } from '../format-interval.ts';
import { type Html, html } from './html.ts';

export interface TableColumn {
  readonly title: string;
  readonly numeric?: boolean;
  /** Holds sentences, and wants room for them. */
  readonly wide?: boolean;
}

export interface RowGroup {
  /** Heads the group where there are several. */
  readonly title?: string;
  /** The first cell of a row is its heading. */
  readonly rows: readonly (readonly (string | Html)[])[];
}

/** `label` says what the table shows; it is printed as its caption unless `captionHidden`. */
export function dataTable(
  label: string,
  columns: readonly TableColumn[],
  groups: readonly RowGroup[],
  captionHidden = false,
): Html {
  const cell = (column: TableColumn, content: string | Html, index: number) => {
    const kind = column.numeric === true ? 'number' : column.wide === true ? 'text wide' : 'text';
    return index === 0
      ? html`<th scope="row" class="${kind}">${content}</th>`
      : html`<td class="${kind}">${content}</td>`;
  };
  const row = (cells: readonly (string | Html)[]) =>
    html`<tr>${columns.map((column, index) => cell(column, cells[index] ?? '', index))}</tr>\n`;
  const body = (group: RowGroup) =>
    group.title === undefined
      ? html`<tbody>${group.rows.map(row)}</tbody>`
      : html`<tbody class="group"><tr><th scope="rowgroup" colspan="${columns.length}">${group.title}</th></tr>
${group.rows.map(row)}</tbody>`;
  const caption = captionHidden ? null : html`<caption>${label}</caption>`;
  return html`<div class="scroll" role="group" aria-label="${label}" tabindex="0"><table>${caption}
<thead><tr>${columns.map((column) => html`<th scope="col" class="${column.numeric === true ? 'number' : 'text'}">${column.title}</th>`)}</tr></thead>
${groups.map(body)}
</table></div>`;
}

/** A quantity with its exact SI value in the markup; null reads "–", for what was never observed. */
export function quantity(value: number | null, unit: Unit): Html {
  return value === null
    ? html`<span class="muted">–</span>`
    : html`<data value="${value}">${formatQuantity(value, unit)}</data>`;
}

/** A figure that may be larger than it was seen to be. */
export function atLeast(figure: Html, isLowerBound: boolean): Html {
  return isLowerBound ? html`≥ ${figure}` : figure;
}

/** The quantity, with the half-width or the ends of its 95% interval in small print below. */
export function quantityWithInterval(value: number | null, interval: Interval, unit: Unit): Html {
  if (interval === null) return quantity(value, unit);
  return html`${quantity(value, unit)}<span class="note">${formatSpread(value, interval, unit)}</span>`;
}
