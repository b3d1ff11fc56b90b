/**
 * Charts of response time against the rate at which the target answers, one for each metric that matters, to show where
 * it bends.
 */

import { dot, gridY, line, ruleY } from '@observablehq/plot';
import type { LoadSection } from '../../../models/load-section.ts';
import type { ObjectiveResult, ResultDocument } from '../../../models/result.ts';
import { formatQuantity } from '../../../models/units.ts';
import { csv } from '../../csv.ts';
import { type Bend, bendsOf } from '../../load/bend.ts';
import { bendSentence } from '../../load/bend-sentence.ts';
import { niceTicks } from '../../nice-ticks.ts';
import { fixed, quantityScale } from '../../quantity-scale.ts';
import { type Figure, figure, type LegendEntry } from '../chart-figure.ts';
import { dataTable, quantity } from '../data-table.ts';
import { type Html, html } from '../html.ts';
import { LIMIT_LEGEND } from '../latency-chart.ts';
import type { ReportSection } from '../report-section.ts';
import type { LoadSubject } from '../result-subject.ts';
import { drawPlot } from '../svg.ts';
import { axisOptions, logAxis } from './value-axis.ts';

const MOST_CHARTS = 3;
const HEIGHT = 260;
const MARGIN = { left: 64, right: 20, top: 14, bottom: 36 };
/** More dots than this are one cloud; the curve is of all of them. */
const MOST_DOTS = 600;

export const BEND_SECTION: ReportSection<Pick<LoadSubject, 'result' | 'load'>> = {
  id: 'bends',
  title: () => 'Where it bends',
  render: ({ result, load }) => bendSection(result, load),
};

function bendSection(result: ResultDocument, load: LoadSection): Html {
  const bends = bendsOf(result, load).slice(0, MOST_CHARTS);
  if (bends.length === 0) return html``;
  return html`<section aria-labelledby="bends">
<h2 id="bends">Where it bends</h2>
<p class="muted">Each dot is a ${load.timeline.binSeconds === 1 ? 'second' : 'stretch'} of the run: how many operations of all kinds the target answered in it, and the 99th percentile of one kind’s response times. The line is the median of those of like rate.</p>
${bends.map((bend) => figure(figureOf(bend, result.objectives)))}</section>`;
}

function figureOf(bend: Bend, objectives: readonly ObjectiveResult[]): Figure {
  const { metric, curve } = bend;
  const limits = objectives.filter((one) => one.metric === metric && one.limit > 0).map(({ limit }) => limit);
  const takeaway = bendSentence(bend);
  const legend: LegendEntry[] = [
    { label: 'a second', color: 'var(--s1)', mark: 'dot' },
    { label: 'median of seconds of like rate', color: 'var(--s2)', mark: 'line' },
    ...(limits.length === 0 ? [] : [LIMIT_LEGEND]),
  ];
  const id = `bend-${metric.replace(/[^\w-]+/g, '-')}`;
  return {
    id,
    title: `${metric} against the rate of all operations`,
    takeaway,
    legend,
    draw: (width) => draw(bend, limits, `${metric} against the rate of all operations. ${takeaway}`, width),
    table: dataTable(
      `${metric}: medians of seconds of like rate`,
      [{ title: 'Answered' }, { title: '99th percentile', numeric: true }],
      [{ rows: curve.map(({ rate, p99 }) => [quantity(rate, 'operations/s'), quantity(p99, 'seconds')]) }],
    ),
    data: {
      fileName: `${id}.csv`,
      csv: csv(
        ['answered [operations/s]', 'p99 [seconds]'],
        bend.seconds.map(({ rate, p99 }) => [rate, p99]),
      ),
      about: `${bend.seconds.length} rows`,
    },
  };
}

function draw({ seconds, curve }: Bend, limits: readonly number[], label: string, width: number): Html {
  const highest = seconds.reduce((most, { rate }) => Math.max(most, rate), 0) || 1;
  const { divisor, suffix } = quantityScale('operations/s', highest);
  const axis = logAxis([...seconds.map(({ p99 }) => p99), ...limits], 'seconds');
  const step = Math.max(1, Math.ceil(seconds.length / MOST_DOTS));
  return drawPlot(
    {
      width,
      height: HEIGHT,
      margin: MARGIN,
      x: {
        domain: [0, highest * 1.04],
        ticks: niceTicks(highest / divisor, width > 600 ? 8 : 4).map((tick) => tick * divisor),
        tickFormat: (rate: number) =>
          fixed(rate / divisor, (rate / divisor) % 1 === 0 ? 0 : 1) +
          (rate === 0 ? '' : suffix.replace(' ops/s', '')),
        label: 'operations answered per second',
        labelArrow: 'none',
        tickSize: 4,
      },
      y: axisOptions(axis, 'log'),
      marks: [
        gridY({ ticks: [...axis.ticks], stroke: 'var(--line)', strokeOpacity: 1 }),
        dot(
          seconds.filter((_, index) => index % step === 0),
          { x: 'rate', y: 'p99', r: 2.5, fill: 'var(--s1)', fillOpacity: 0.45 },
        ),
        line(curve, { x: 'rate', y: 'p99', stroke: 'var(--s2)', strokeWidth: 2 }),
        ruleY(limits, { stroke: 'var(--limit)', strokeWidth: 1.5, strokeOpacity: 0.8 }),
        ruleY([axis.domain[0]], { stroke: 'var(--muted)' }),
      ],
    },
    label,
  );
}

/** "edit.scrub at 1.32k ops/s" for each bend that was found, for the facts at the top. */
export function bendFacts(result: ResultDocument, load: LoadSection): string[] {
  return bendsOf(result, load).flatMap(({ metric, finding }) =>
    finding.kind === 'bends' ? [`${metric} at ${formatQuantity(finding.at.rate, 'operations/s')}`] : [],
  );
}
