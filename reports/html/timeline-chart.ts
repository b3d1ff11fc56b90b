/** Series over the day as lines above a faint area, on one scale, with the highest point of the first one named. */

import { dot, gridX, gridY, line, type Markish, ruleX, ruleY, text } from '@observablehq/plot';
import type { Series, Timeline } from '../../models/result.ts';
import { formatQuantity } from '../../models/units.ts';
import { clockTime } from '../clock-time.ts';
import { ellipsis } from '../ellipsis.ts';
import { printable } from '../printable.ts';
import { fixed, quantityScale } from '../quantity-scale.ts';
import { seriesColor } from './chart-figure.ts';
import { decimate } from './decimate.ts';
import type { Html } from './html.ts';
import { peakOf } from './peak.ts';
import { drawPlot } from './svg.ts';
import { timeTickLabel, timeTicks } from './time-axis.ts';

const HEIGHT = 240;
/** Room above the highest point for its label. */
const HEADROOM = 1.12;
const PIXELS_PER_CHARACTER = 10;
const PIXELS_PER_BUCKET = 5;
/** More areas than this would hide one another. */
const MOST_AREAS = 2;
const MARGIN = { left: 56, right: 22, top: 26, bottom: 26 };

export interface TimelineChart {
  readonly timeline: Timeline;
  /** All of one unit, the most important first. */
  readonly series: readonly Series[];
  /** Title of the value axis. */
  readonly axis: string;
  /** Stands for the picture where it cannot be seen. */
  readonly label: string;
}

export function timelineChart({ timeline, series, axis, label }: TimelineChart, width: number): Html {
  const { binSeconds, startSecondsOfDay } = timeline;
  const bins = Math.max(1, ...series.map((one) => one.values.length));
  const [from, to] = [startSecondsOfDay, startSecondsOfDay + bins * binSeconds];
  const highest = Math.max(0, ...series.map((one) => peakOf(one).value));
  const unit = series[0]?.unit ?? 'count';
  const { divisor, suffix } = quantityScale(unit, highest);
  const plotWidth = width - MARGIN.left - MARGIN.right;
  const at = (index: number) => from + index * binSeconds;
  return drawPlot(
    {
      width,
      height: HEIGHT,
      margin: MARGIN,
      x: {
        domain: [from, to],
        ticks: timeTicks(from, to, plotWidth),
        tickFormat: (seconds: number) => timeTickLabel(seconds, from, to, plotWidth),
        label: null,
        tickSize: 4,
      },
      y: {
        domain: [0, highest === 0 ? 1 : (highest / divisor) * HEADROOM],
        ticks: 4,
        tickFormat: (value: number) => fixed(value, value % 1 === 0 ? 0 : (value * 10) % 1 === 0 ? 1 : 2),
        label: `${ellipsis(printable(axis), width / PIXELS_PER_CHARACTER)}${suffix === '' ? '' : ` (${suffix.trim()})`}`,
        labelArrow: 'none',
        tickSize: 0,
      },
      marks: [
        gridY({ ticks: 4, stroke: 'var(--line)', strokeOpacity: 1 }),
        gridX({ ticks: timeTicks(from, to, plotWidth), stroke: 'var(--line)', strokeOpacity: 0.5 }),
        ...series.flatMap((one, rank): Markish[] => {
          const points = decimate(one.values, Math.floor(plotWidth / PIXELS_PER_BUCKET));
          // Starting and ending at zero, one path is both the line and the area under it.
          const outline = [
            { x: from, y: 0 },
            ...points.map(({ index, value }) => ({ x: at(index), y: value / divisor })),
            { x: to, y: 0 },
          ];
          const color = seriesColor(rank);
          const fill = series.length <= MOST_AREAS ? color : 'none';
          return [
            line(outline, { x: 'x', y: 'y', stroke: color, strokeWidth: 1.5, fill, fillOpacity: 0.14 }),
          ];
        }),
        ruleY([0], { stroke: 'var(--muted)' }),
        ...windowMark(timeline, to),
        ...peakMarks(series[0], at, divisor, [from, to]),
      ],
    },
    label,
  );
}

/** A dashed line where work stops arriving, if the chart goes on beyond it. */
function windowMark({ startSecondsOfDay, windowSeconds }: Timeline, to: number): Markish[] {
  if (windowSeconds === undefined) return [];
  const end = startSecondsOfDay + windowSeconds;
  if (end >= to) return [];
  return [ruleX([end], { stroke: 'var(--muted)', strokeDasharray: '4 3' })];
}

/** A dot and its value at the highest point of a series, on the side where there is room. */
function peakMarks(
  series: Series | undefined,
  at: (index: number) => number,
  divisor: number,
  [from, to]: readonly [number, number],
): Markish[] {
  if (series === undefined) return [];
  const peak = peakOf(series);
  if (peak.value === 0) return [];
  const x = at(peak.index);
  const right = x < from + (to - from) * 0.6;
  const position = { x: [x], y: [peak.value / divisor] };
  return [
    dot([peak], { ...position, r: 3.5, fill: seriesColor(0), stroke: 'var(--paper)' }),
    text([`${formatQuantity(peak.value, series.unit)} at ${clockTime(x)}`], {
      ...position,
      dx: right ? 4 : -4,
      dy: -11,
      textAnchor: right ? 'start' : 'end',
      fill: 'var(--ink)',
      stroke: 'var(--paper)',
      strokeWidth: 4,
    }),
  ];
}
