/** The probes of a ramp by their multiple: what was answered or how long it took, and where between them the limit lies. */

import { dot, gridY, line, rect, ruleX, ruleY } from '@observablehq/plot';
import type { RampProbe, RampResult } from '../../../models/ramp-result.ts';
import type { Unit } from '../../../models/result.ts';
import { niceTicks } from '../../nice-ticks.ts';
import { multipleText } from '../../ramp-figures.ts';
import type { LegendEntry } from '../chart-figure.ts';
import type { Html } from '../html.ts';
import { drawPlot } from '../svg.ts';
import { axisOptions, linearAxis, logAxis } from './value-axis.ts';

const HEIGHT = 280;
const MARGIN = { left: 76, right: 24, top: 26, bottom: 40 };
const ROOM = 1.06;

interface Kind {
  readonly legend: LegendEntry;
  /** Shapes differ as well as colours, for those who see few of these. */
  readonly symbol: 'circle' | 'times' | 'diamond';
  readonly holds: (probe: RampProbe) => boolean;
}

const KINDS: readonly Kind[] = [
  {
    legend: { label: 'held', color: 'var(--good)', mark: 'dot' },
    symbol: 'circle',
    holds: ({ outcome }) => outcome === 'held',
  },
  {
    legend: { label: 'broke', color: 'var(--bad)', mark: 'cross' },
    symbol: 'times',
    holds: ({ outcome }) => outcome === 'broke',
  },
  {
    legend: { label: 'no evidence', color: 'var(--unsure)', mark: 'diamond' },
    symbol: 'diamond',
    holds: ({ noEvidence, outcome }) => noEvidence !== null || (outcome !== 'held' && outcome !== 'broke'),
  },
];

/** Returns the legend for the marks of these probes. */
export function probeLegend({ probes, headroom }: RampResult): LegendEntry[] {
  const isBetween = headroom.multiple !== null && headroom.interval[1] !== null;
  return [
    ...KINDS.filter(({ holds }) => probes.some(holds)).map(({ legend }) => legend),
    ...(isBetween
      ? [{ label: 'the limit lies here', color: 'var(--limit)', mark: 'faint block' } as const]
      : []),
  ];
}

export interface ProbeChart {
  readonly ramp: RampResult;
  readonly unit: Unit;
  readonly scale: 'linear' | 'log';
  /** Null where there is nothing to show. */
  readonly valueOf: (probe: RampProbe) => number | null;
  /** Returns the requested rate, drawn as a line; null where there is none. */
  readonly askedOf: (probe: RampProbe) => number | null;
  /** Stands for the picture where it cannot be seen. */
  readonly label: string;
}

export function probeChart({ ramp, unit, scale, valueOf, askedOf, label }: ProbeChart, width: number): Html {
  const points = ramp.probes.flatMap((probe) => {
    const value = valueOf(probe);
    return value === null ? [] : [{ probe, x: probe.multiple, y: value }];
  });
  const asked = ramp.probes
    .flatMap((probe) => {
      const value = askedOf(probe);
      return value === null ? [] : [{ x: probe.multiple, y: value }];
    })
    .toSorted((one, other) => one.x - other.x);
  const widest = Math.max(...ramp.probes.map(({ multiple }) => multiple));
  const values = [...points, ...asked].map(({ y }) => y);
  const axis = scale === 'log' ? logAxis(values, unit) : linearAxis(values, unit);
  const [low, high] = axis.domain;
  const [held, broke] = ramp.headroom.interval;
  const limits = broke === null || held === 0 ? [] : [{ x1: held, x2: broke, y1: low, y2: high }];
  return drawPlot(
    {
      width,
      height: HEIGHT,
      margin: MARGIN,
      x: {
        domain: [0, widest * ROOM],
        ticks: niceTicks(widest, width > 600 ? 8 : 4),
        tickFormat: multipleText,
        label: 'times the load',
        labelArrow: 'none',
        tickSize: 4,
      },
      y: axisOptions(axis, scale),
      marks: [
        gridY({ ticks: [...axis.ticks], stroke: 'var(--line)', strokeOpacity: 1 }),
        rect(limits, { x1: 'x1', x2: 'x2', y1: 'y1', y2: 'y2', fill: 'var(--limit)', fillOpacity: 0.25 }),
        ruleX(limits, { x: 'x1', stroke: 'var(--limit)', strokeWidth: 1 }),
        line(asked, { x: 'x', y: 'y', stroke: 'var(--s1)', strokeWidth: 1.5 }),
        ...KINDS.map(({ holds, symbol, legend }) =>
          dot(
            points.filter(({ probe }) => holds(probe)),
            symbol === 'times'
              ? { x: 'x', y: 'y', r: 5, symbol, stroke: legend.color, strokeWidth: 2.5 }
              : { x: 'x', y: 'y', r: 5, symbol, fill: legend.color, stroke: 'var(--paper)' },
          ),
        ),
        ruleY([low], { stroke: 'var(--muted)' }),
      ],
    },
    label,
  );
}
