/** Requested and delivered work, second by second: rates, payload, response times. */

import type { LoadSection } from '../../../models/load-section.ts';
import type { ResultDocument, Unit } from '../../../models/result.ts';
import { formatQuantity } from '../../../models/units.ts';
import { csv } from '../../csv.ts';
import { elapsedText } from '../../elapsed-text.ts';
import { backlogSentence } from '../../load/backlog.ts';
import { askedText, binText, givenText } from '../../load/load-facts.ts';
import { capitalized } from '../../verdict-text.ts';
import { type Download, type Figure, figure, type LegendEntry, seriesColor } from '../chart-figure.ts';
import { dataTable } from '../data-table.ts';
import { type Html, html } from '../html.ts';
import { LIMIT_LEGEND } from '../latency-chart.ts';
import type { ReportSection } from '../report-section.ts';
import type { LoadSubject } from '../result-subject.ts';
import { type ElapsedSeries, elapsedChart } from './elapsed-chart.ts';

const MOST_LINES = 5;
const MOST_TABLE_ROWS = 30;
/** Rows carried in the page; result.json has every bin. */
const MOST_DATA_ROWS = 3600;

interface Given {
  readonly id: string;
  readonly title: string;
  readonly takeaway: string;
  readonly unit: Unit;
  readonly scale: 'linear' | 'log';
  readonly series: readonly ElapsedSeries[];
  readonly limits: readonly number[];
}

export const THROUGHPUT_SECTION: ReportSection<Pick<LoadSubject, 'result' | 'load'>> = {
  id: 'given',
  title: () => 'Asked and given',
  render: ({ result, load }) => throughputSection(result, load),
};

function throughputSection(result: ResultDocument, load: LoadSection): Html {
  const { timeline } = load;
  if (timeline.offered.length === 0) return html``;
  const figures = [ratesOf(load), payloadOf(load), ...responsesOf(result, load)];
  return html`<section aria-labelledby="given">
<h2 id="given">Asked and given</h2>
<p>${capitalized(askedText(load))}; ${givenText(load)}.</p>
${figures.map((given) => figure(figureOf(given, load)))}</section>`;
}

function ratesOf(load: LoadSection): Given {
  const { offered, answered, failed } = load.timeline;
  const failing = failed.some((rate) => rate > 0);
  return {
    id: 'rates',
    title: 'Operations asked and answered',
    takeaway: backlogSentence(load),
    unit: 'operations/s',
    scale: 'linear',
    series: [
      { title: 'asked', values: offered, broad: true },
      { title: 'answered', values: answered },
      ...(failing ? [{ title: 'failed', values: failed }] : []),
    ],
    limits: [],
  };
}

function payloadOf({ timeline }: LoadSection): Given {
  const { read, written, binSeconds } = timeline;
  const peak = (values: readonly number[]) => {
    const highest = Math.max(0, ...values);
    return highest === 0
      ? 'none'
      : `at most ${formatQuantity(highest, 'bytes/s')}, at ${elapsedText(values.indexOf(highest) * binSeconds)}`;
  };
  return {
    id: 'payload',
    title: 'Payload read and written',
    takeaway: `Read: ${peak(read)}; written: ${peak(written)}.`,
    unit: 'bytes/s',
    scale: 'linear',
    series: [
      { title: 'read', values: read },
      { title: 'written', values: written },
    ],
    limits: [],
  };
}

/** Response times of the metrics that objectives name, or of those seen most often where there are none. */
function responsesOf({ objectives }: ResultDocument, load: LoadSection): Given[] {
  const { responses, binSeconds } = load.timeline;
  const asked = new Set(objectives.map(({ metric }) => metric));
  const count = (counts: readonly number[]) => counts.reduce((sum, each) => sum + each, 0);
  const chosen = responses
    .toSorted((one, other) => count(other.counts) - count(one.counts))
    .toSorted((one, other) => Number(asked.has(other.metric)) - Number(asked.has(one.metric)))
    .slice(0, MOST_LINES);
  if (chosen.length === 0) return [];
  const worst = chosen.map(({ metric, p99 }) => {
    const highest = Math.max(0, ...p99.map((value) => value ?? 0));
    return { metric, highest, atSeconds: p99.indexOf(highest) * binSeconds };
  });
  const [slowest] = worst.toSorted((one, other) => other.highest - one.highest);
  const late = load.generator.valid ? '' : ' (with what the generator was late)';
  const takeaway = `Slowest answers of a ${binText(load.timeline)}${late}: ${slowest!.metric} at ${elapsedText(slowest!.atSeconds)}, with a 99th percentile of ${formatQuantity(slowest!.highest, 'seconds')}.`;
  const limits = objectives.filter(
    ({ metric, unit }) => unit === 'seconds' && chosen.some((one) => one.metric === metric),
  );
  return [
    {
      id: 'responses',
      title: `Response times, 99th percentile of each ${binText(load.timeline)}`,
      takeaway,
      unit: 'seconds',
      scale: 'log',
      series: chosen.map(({ metric, p99 }) => ({ title: metric, values: p99 })),
      limits: [...new Set(limits.map(({ limit }) => limit))].filter((limit) => limit > 0),
    },
  ];
}

function figureOf({ id, title, takeaway, unit, scale, series, limits }: Given, load: LoadSection): Figure {
  const { outages, timeline } = load;
  const { binSeconds } = timeline;
  const legend: LegendEntry[] = [
    ...series.map((one, rank): LegendEntry => ({ label: one.title, color: seriesColor(rank), mark: 'line' })),
    ...(limits.length === 0 ? [] : [LIMIT_LEGEND]),
    ...(outages.length === 0
      ? []
      : [{ label: 'outage', color: 'var(--limit)', mark: 'faint block' } as const]),
  ];
  return {
    id,
    title,
    takeaway,
    legend,
    draw: (width) =>
      elapsedChart(
        { binSeconds, unit, scale, series, outages, limits, label: `${title}. ${takeaway}` },
        width,
      ),
    table: tableOf(title, series, unit, binSeconds),
    data: dataOf(id, series, unit, binSeconds),
  };
}

/** The highest value of each stretch of the run, so that the table stays readable. */
function tableOf(title: string, series: readonly ElapsedSeries[], unit: Unit, binSeconds: number): Html {
  const bins = Math.max(...series.map(({ values }) => values.length));
  const size = Math.max(1, Math.ceil(bins / MOST_TABLE_ROWS));
  const columns = [{ title: 'From' }, ...series.map((one) => ({ title: one.title, numeric: true }))];
  const rows = Array.from({ length: Math.ceil(bins / size) }, (_, stretch) => [
    elapsedText(stretch * size * binSeconds),
    ...series.map(({ values }) => {
      const known = values.slice(stretch * size, (stretch + 1) * size).filter((value) => value !== null);
      return known.length === 0 ? '–' : formatQuantity(Math.max(...known), unit);
    }),
  ]);
  const step = formatQuantity(size * binSeconds, 'seconds');
  return dataTable(`${title}: highest in stretches of ${step}`, columns, [{ rows }]);
}

function dataOf(id: string, series: readonly ElapsedSeries[], unit: Unit, binSeconds: number): Download {
  const bins = Math.min(MOST_DATA_ROWS, Math.max(...series.map(({ values }) => values.length)));
  const rows = Array.from({ length: bins }, (_, bin) => [
    bin * binSeconds,
    ...series.map(({ values }) => values[bin] ?? null),
  ]);
  return {
    fileName: `${id}.csv`,
    csv: csv(['seconds', ...series.map((one) => `${one.title} [${unit}]`)], rows),
    about: `${bins} rows of ${formatQuantity(binSeconds, 'seconds')}`,
  };
}
