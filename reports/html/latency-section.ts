/** Response times and durations: percentiles of every metric, with their intervals. */

import type { SpreadFigure } from '../../models/lower-bound.ts';
import type { MetricResult, ResultDocument } from '../../models/result.ts';
import { findStageKind } from '../../models/stages/stage-kinds.ts';
import { formatQuantity } from '../../models/units.ts';
import { metricsCsv } from '../csv.ts';
import { unfinishedText } from '../load/load-facts.ts';
import { download, type Figure, figure } from './chart-figure.ts';
import { atLeast, dataTable, quantity, quantityWithInterval } from './data-table.ts';
import { type Html, html } from './html.ts';
import { drawable, LATENCY_LEGEND, LIMIT_LEGEND, latencyChart } from './latency-chart.ts';
import { latencyTakeaway } from './latency-takeaway.ts';
import type { ReportSection } from './report-section.ts';
import type { ResultSubject } from './result-subject.ts';

export const LATENCY_SECTION: ReportSection<Pick<ResultSubject, 'result'>> = {
  id: 'latency',
  title: () => 'Response times',
  render: ({ result }) => latencySection(result),
};

function latencySection(result: ResultDocument): Html {
  if (result.metrics.length === 0) return html``;
  // What a load run left out has no place in its report; in a simulation it is a finding.
  const observed = result.metrics.filter(({ count }) => result.load === undefined || count > 0);
  const operations = observed.filter(
    (metric) => definitionOf(result, metric.name)?.source.kind === 'operations',
  );
  const work = observed.filter((metric) => !operations.includes(metric));
  return html`<section aria-labelledby="latency">
<h2 id="latency">Response times and durations</h2>
<p class="muted">A 99th percentile of 40 ms means that 1 observation in 100 took longer. In small print: the 95% interval ${result.load === undefined ? 'over replications' : 'over the sections of the run'}.${result.metrics.some(({ atLeast: figures }) => figures !== undefined) ? ` ≥ is at least: it may lie among what had no end when the ${result.load === undefined ? 'simulation stopped' : 'run ended'}.` : ''}</p>${unfinishedList(result)}
${metricFigure(result, operations, 'response-times', 'Response times of storage operations')}
${metricFigure(result, work, 'durations', 'Durations of work')}
${download({ fileName: 'metrics.csv', csv: metricsCsv(result), about: 'every metric with its intervals, in SI units' })}
</section>`;
}

/** Lists facts that the charts cannot show: how much of a metric lies beyond them. */
function unfinishedList({ load, metrics }: ResultDocument): Html | null {
  const unfinished = load?.unfinished ?? [];
  if (unfinished.length === 0) return null;
  return html`<ul>${unfinished.map((each) => html`<li>${unfinishedText(each, metrics)}.</li>\n`)}</ul>`;
}

/** The metric's definition, found by its stage's kind; undefined for a name that no stage of the result has. */
export function definitionOf(result: ResultDocument, metricName: string) {
  const separator = metricName.lastIndexOf('.');
  const kind = result.stages.find((stage) => stage.name === metricName.slice(0, separator))?.kind;
  const metrics = findStageKind(kind ?? '')?.metrics ?? {};
  return Object.entries(metrics).find(([name]) => name === metricName.slice(separator + 1))?.[1];
}

function metricFigure(
  result: ResultDocument,
  metrics: readonly MetricResult[],
  id: string,
  title: string,
): Html {
  if (metrics.length === 0) return html``;
  const shown = drawable(metrics);
  const table = metricTable(result, metrics, title);
  if (shown.length === 0) return html`<h3>${title}</h3>${table}`;
  const limited = result.objectives.filter(({ metric }) => shown.some(({ name }) => name === metric));
  const takeaway = latencyTakeaway(shown);
  const drawing: Figure = {
    id,
    title,
    takeaway,
    legend: limited.length === 0 ? LATENCY_LEGEND : [...LATENCY_LEGEND, LIMIT_LEGEND],
    draw: (width) => latencyChart(shown, limited, `${title}. ${takeaway}`, width),
    table,
    data: { fileName: `${id}.csv`, csv: metricsCsv({ ...result, metrics }), about: `${metrics.length} rows` },
  };
  return figure(drawing);
}

function metricTable(result: ResultDocument, metrics: readonly MetricResult[], title: string): Html {
  const columns = [
    { title: 'Metric' },
    ...['Observed', 'Mean', 'p50', 'p90', 'p95', 'p99', 'p99.9', 'Max'].map((name) => ({
      title: name,
      numeric: true,
    })),
  ];
  const rows = metrics.map((metric) => {
    const { unit, percentileIntervals: intervals } = metric;
    const lack = result.load?.unfinished?.find((each) => each.metric === metric.name);
    const bounded = (name: SpreadFigure, cell: Html) =>
      atLeast(cell, metric[name] !== null && metric.atLeast?.includes(name) === true);
    const meaning = definitionOf(result, metric.name)?.meaning;
    return [
      html`${metric.name}${meaning === undefined ? null : html`<span class="note">${meaning}</span>`}`,
      html`${quantity(metric.count, 'count')}${lack === undefined ? null : html`<span class="note">${formatQuantity(lack.unfinished, 'count')} had no end</span>`}`,
      quantityWithInterval(metric.mean, metric.ci95, unit),
      bounded('p50', quantityWithInterval(metric.p50, intervals.p50, unit)),
      bounded('p90', quantity(metric.p90, unit)),
      bounded('p95', quantityWithInterval(metric.p95, intervals.p95, unit)),
      bounded('p99', quantityWithInterval(metric.p99, intervals.p99, unit)),
      bounded('p999', quantity(metric.p999, unit)),
      bounded('max', quantity(metric.max, unit)),
    ];
  });
  return dataTable(title, columns, [{ rows }]);
}
