/** A chart with everything that belongs to it: title, what it says in one sentence, key, drawing, table, data. */

import { unbroken } from '../unbroken.ts';
import { type Html, html } from './html.ts';

export interface Figure {
  readonly id: string;
  readonly title: string;
  /** One sentence made from the numbers. */
  readonly takeaway: string;
  readonly legend: readonly LegendEntry[];
  /** Draws the chart at a width in pixels, for screens and paper and for phones; null where it would show less than the sentence. */
  readonly draw: Drawing | null;
  readonly table: Html;
  readonly data: Download;
}

type Drawing = (width: number) => Html;

export interface LegendEntry {
  readonly label: string;
  readonly color: string;
  readonly mark: 'line' | 'block' | 'faint block' | 'dot' | 'cross' | 'diamond';
}

export interface Download {
  readonly fileName: string;
  readonly csv: string;
  /** "1,477 rows of one minute" */
  readonly about: string;
}

const WIDE = 960;
const NARROW = 400;

/** Colours of series by rank; the last one is for "all others". */
export const SERIES_COLORS = [
  'var(--s1)',
  'var(--s2)',
  'var(--s3)',
  'var(--s4)',
  'var(--s5)',
  'var(--s6)',
] as const;

export function seriesColor(index: number): string {
  return SERIES_COLORS[Math.min(index, SERIES_COLORS.length - 1)] ?? 'currentColor';
}

export function figure({ id, title, takeaway, legend, draw, table, data }: Figure): Html {
  return html`<figure id="${id}">
<figcaption><h3>${title}</h3>
<p class="takeaway">${unbroken(takeaway)}</p></figcaption>
${draw === null ? null : drawing(legend, draw)}
<details><summary>Table and data</summary>
${table}
${download(data)}
</details>
</figure>
`;
}

/** The key and the picture, drawn for screens and paper and once more for phones. */
export function drawing(legend: readonly LegendEntry[], draw: Drawing): Html {
  return html`${legend.length === 0 ? null : html`<ul class="legend">${legend.map(legendItem)}</ul>`}
<div class="drawing wide">${draw(WIDE)}</div>
<div class="drawing narrow">${draw(NARROW)}</div>`;
}

function legendItem({ label, color, mark }: LegendEntry): Html {
  return html`<li><svg aria-hidden="true" width="18" height="10" viewBox="0 0 18 10">${legendMark(mark, color)}</svg>${label}</li>`;
}

function legendMark(mark: LegendEntry['mark'], color: string): Html {
  switch (mark) {
    case 'line':
      return html`<path d="M0 5H18" stroke="${color}" stroke-width="2.5"/>`;
    case 'block':
      return html`<rect width="18" height="10" fill="${color}"/>`;
    case 'faint block':
      return html`<rect width="18" height="10" fill="${color}" fill-opacity="0.3"/>`;
    case 'dot':
      return html`<circle cx="9" cy="5" r="4" fill="${color}"/>`;
    case 'cross':
      return html`<path d="M5 1L13 9M13 1L5 9" stroke="${color}" stroke-width="2.5"/>`;
    case 'diamond':
      return html`<path d="M9 0L14 5L9 10L4 5Z" fill="${color}"/>`;
    default:
      return mark satisfies never;
  }
}

/** A link that saves a CSV carried in the page itself. */
export function download({ fileName, csv, about }: Download): Html {
  const uri = `data:text/csv;charset=utf-8,${encodeURIComponent(csv).replaceAll('%2C', ',')}`;
  return html`<p class="download"><a download="${fileName}" href="${uri}">Download ${fileName}</a> <span class="muted">${about}</span></p>`;
}
