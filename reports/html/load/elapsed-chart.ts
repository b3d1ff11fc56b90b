/** Series over a load run as lines, on one scale from zero or on a logarithmic one, with outages shaded. */

import { gridY, line, type Markish, rect, ruleY } from '@observablehq/plot';
import type { Outage } from '../../../models/load-section.ts';
import type { Unit } from '../../../models/result.ts';
import { elapsedText } from '../../elapsed-text.ts';
import { seriesColor } from '../chart-figure.ts';
import { decimate } from '../decimate.ts';
import type { Html } from '../html.ts';
import { drawPlot } from '../svg.ts';
import { elapsedTicks } from './elapsed-axis.ts';
import { axisOptions, linearAxis, logAxis, type ValueAxis } from './value-axis.ts';

const HEIGHT = 240;
const MARGIN = { left: 64, right: 20, top: 26, bottom: 26 };
const PIXELS_PER_BUCKET = 4;

export interface ElapsedSeries {
  readonly title: string;
  /** Values by bin; null where there is nothing to show, which leaves a gap. */
  readonly values: readonly (number | null)[];
  /** Drawn broad and faint, so that a line upon it leaves it to be seen. */
  readonly broad?: boolean;
}

export interface ElapsedChart {
  readonly binSeconds: number;
  readonly unit: Unit;
  readonly scale: 'linear' | 'log';
  readonly series: readonly ElapsedSeries[];
  readonly outages: readonly Outage[];
  /** Horizontal lines, such as limits, in `unit`. */
  readonly limits: readonly number[];
  /** Stands for the picture where it cannot be seen. */
  readonly label: string;
}

export function elapsedChart(chart: ElapsedChart, width: number): Html {
  const { binSeconds, series, outages, limits, label } = chart;
  const bins = Math.max(1, ...series.map(({ values }) => values.length));
  const seconds = bins * binSeconds;
  const plotWidth = width - MARGIN.left - MARGIN.right;
  const axis = valueAxis(chart);
  const [low, high] = axis.domain;
  const spans = outages.map(({ firstFailureSeconds, recoveredSeconds }) => ({
    from: Math.min(firstFailureSeconds, seconds),
    to: Math.min(recoveredSeconds ?? seconds, seconds),
  }));
  return drawPlot(
    {
      width,
      height: HEIGHT,
      margin: MARGIN,
      x: {
        domain: [0, seconds],
        ticks: elapsedTicks(seconds, plotWidth),
        tickFormat: elapsedText,
        label: null,
        tickSize: 4,
      },
      y: axisOptions(axis, chart.scale),
      marks: [
        rect(spans, { x1: 'from', x2: 'to', y1: low, y2: high, fill: 'var(--limit)', fillOpacity: 0.12 }),
        gridY({ ticks: [...axis.ticks], stroke: 'var(--line)', strokeOpacity: 1 }),
        ...series.map(({ values, broad }, rank): Markish => {
          const points = pointsOf(values, Math.floor(plotWidth / PIXELS_PER_BUCKET));
          return line(
            points.map(({ index, value }) => ({ x: (index + 0.5) * binSeconds, y: value })),
            {
              x: 'x',
              y: 'y',
              stroke: seriesColor(rank),
              strokeWidth: broad === true ? 6 : 1.5,
              strokeOpacity: broad === true ? 0.35 : 1,
            },
          );
        }),
        ruleY(limits, { stroke: 'var(--limit)', strokeWidth: 1.5, strokeOpacity: 0.8 }),
        ruleY([low], { stroke: 'var(--muted)' }),
      ],
    },
    label,
  );
}

function valueAxis({ series, limits, unit, scale }: ElapsedChart): ValueAxis {
  const values = [...series.flatMap((one) => one.values.filter((value) => value !== null)), ...limits];
  return scale === 'log' ? logAxis(values, unit) : linearAxis(values, unit);
}

interface LinePoint {
  readonly index: number;
  /** NaN breaks the line. */
  readonly value: number;
}

/** Stretches without gaps, each with no more points than there is room for, no peak of them missing. */
function pointsOf(values: readonly (number | null)[], buckets: number): LinePoint[] {
  const points: LinePoint[] = [];
  let stretch: number[] = [];
  const close = (end: number) => {
    const start = end - stretch.length;
    const own = Math.max(1, Math.round((buckets * stretch.length) / values.length));
    if (stretch.length > 0) {
      points.push(...decimate(stretch, own).map(({ index, value }) => ({ index: start + index, value })));
      points.push({ index: end, value: Number.NaN });
    }
    stretch = [];
  };
  for (const [index, value] of values.entries()) {
    if (value === null) close(index);
    else stretch.push(value);
  }
  close(values.length);
  return points;
}
