/**
 * Observable Plot without a browser: plots are drawn on a linkedom document and written by our own serializer. It
 * passes every text through the one escape function and rounds coordinates to a tenth of a pixel. It keeps shapes only,
 * without styles, classes, ids or labels on groups. So the result does not depend on the charts drawn before, and
 * breaks no accessibility rule.
 */

import { type PlotOptions, plot } from '@observablehq/plot';
import { parseHTML } from 'linkedom';
import { escapeHtml, Html } from './html.ts';

/** The part of a DOM node that is read here. */
interface DrawnNode {
  readonly nodeType: number;
  readonly localName?: string;
  readonly textContent: string | null;
  readonly attributes?: Iterable<{ readonly name: string; readonly value: string }>;
  readonly childNodes: Iterable<DrawnNode>;
}

const TEXT_NODE = 3;
const SHAPES = new Set(['svg', 'g', 'path', 'line', 'rect', 'circle', 'text', 'tspan']);
const GEOMETRY = new Set('d transform x y x1 x2 y1 y2 cx cy r width height dx dy'.split(' '));
const PAINT = new Set(
  'fill fill-opacity stroke stroke-width stroke-opacity stroke-dasharray stroke-linejoin stroke-linecap paint-order text-anchor font-weight font-variant opacity'.split(
    ' ',
  ),
);

/** Room around what is drawn, in pixels. */
export interface Margin {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Draws a plot as an image named by `label`, which stands for it where it cannot be seen. */
export function drawPlot(
  { margin, ...options }: Omit<PlotOptions, 'margin'> & { width: number; height: number; margin: Margin },
  label: string,
): Html {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const drawn: DrawnNode = plot({
    ...options,
    marginLeft: margin.left,
    marginRight: margin.right,
    marginTop: margin.top,
    marginBottom: margin.bottom,
    document,
  });
  const inside = [...drawn.childNodes].map(serialize).join('');
  const { width, height } = options;
  return new Html(
    `<svg role="img" aria-label="${escapeHtml(label)}" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" fill="currentColor" text-anchor="middle">${inside}</svg>`,
  );
}

function serialize(node: DrawnNode): string {
  if (node.nodeType === TEXT_NODE) return escapeHtml(node.textContent ?? '');
  const name = node.localName ?? '';
  if (!SHAPES.has(name)) return '';
  const inside = [...node.childNodes].map(serialize).join('');
  if (name === 'g' && inside === '') return '';
  const attributes = [...(node.attributes ?? [])]
    .filter((attribute) => GEOMETRY.has(attribute.name) || PAINT.has(attribute.name))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .map(({ name: key, value }) => ` ${key}="${escapeHtml(GEOMETRY.has(key) ? rounded(value) : value)}"`)
    .join('');
  return inside === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${inside}</${name}>`;
}

/** Coordinates to a tenth of a pixel; lengths in em stay as they are. */
function rounded(value: string): string {
  if (value.endsWith('em')) return value;
  return value.replace(/-?\d*\.?\d+(?:e[-+]?\d+)?/g, (number) =>
    String(Math.round(Number(number) * 10) / 10 || 0),
  );
}
