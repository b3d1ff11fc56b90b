/** The day as charts, one for each kind of series and unit: queues, throughput, metadata, the farm, utilization. */

import type { ResultDocument, Series, Timeline } from '../../models/result.ts';
import { formatQuantity, formatTimeOfDay } from '../../models/units.ts';
import { clockTime, dayNumber } from '../clock-time.ts';
import { csv, seriesCsv } from '../csv.ts';
import { type Download, type Figure, figure, seriesColor } from './chart-figure.ts';
import { dataTable } from './data-table.ts';
import { type Html, html } from './html.ts';
import { meanOf, peakOf } from './peak.ts';
import type { ReportSection } from './report-section.ts';
import type { ResultSubject } from './result-subject.ts';
import { timelineChart } from './timeline-chart.ts';
import { timelineTakeaway } from './timeline-takeaway.ts';

type Group = Series['group'];

const GROUPS: readonly { readonly group: Group; readonly title: string; readonly axis: string }[] = [
  { group: 'queue', title: 'Queue depth', axis: 'waiting' },
  { group: 'throughput', title: 'Storage throughput', axis: 'throughput' },
  { group: 'metadata', title: 'Metadata rate', axis: 'rate' },
  { group: 'farm', title: 'GPUs in use, and GPUs idle on storage', axis: 'GPUs' },
  { group: 'utilization', title: 'Utilization over the day', axis: 'utilization' },
];

/** Lines beyond these would not be told apart; the data carries them all. */
const MOST_LINES = 5;
const MOST_TABLE_ROWS = 36;
const DATA_DIGITS = 5;
/** Values carried in the page for each chart; longer runs are carried as mean and peak of stretches. */
const MOST_DATA_VALUES = 3_500;

export const TIMELINE_SECTION: ReportSection<Pick<ResultSubject, 'result'>> = {
  id: 'day',
  title: () => 'The day',
  render: ({ result }) => timelineSection(result),
};

function timelineSection({ timeline, replications }: ResultDocument): Html {
  const figures = GROUPS.flatMap(({ group, title, axis }) => {
    const series = timeline.series.filter((one) => one.group === group && one.values.length > 0);
    const units = [...new Set(series.map((one) => one.unit))];
    return units.map((unit) =>
      timelineFigure(
        timeline,
        series.filter((one) => one.unit === unit),
        units.length === 1 || unit === 'count' ? title : `${title}: ${unit}`,
        axis,
        `${group}-${unit.replace('/s', '-rate')}`,
      ),
    );
  });
  if (figures.length === 0) return html``;
  return html`<section aria-labelledby="day">
<h2 id="day">The day</h2>
<p class="muted">Each point is the mean of ${formatQuantity(timeline.binSeconds, 'seconds')}${replications === 1 ? '' : ', averaged over replications; peaks of single replications may be higher'}.${beyondWindow(timeline)}</p>
${figures.map(figure)}</section>`;
}

/** Says what a dashed line in the charts means, where there is one. */
function beyondWindow({ windowSeconds, binSeconds, startSecondsOfDay, series }: Timeline): string {
  const seconds = Math.max(0, ...series.map(({ values }) => values.length)) * binSeconds;
  if (windowSeconds === undefined || seconds <= windowSeconds) return '';
  return ` Right of the dashed line, at ${clockTime(startSecondsOfDay + windowSeconds)}, no work arrives: what is left is finished.`;
}

function timelineFigure(
  timeline: Timeline,
  series: readonly Series[],
  title: string,
  axis: string,
  id: string,
): Figure {
  const shown = series.length <= MOST_LINES ? series : highest(series);
  const takeaway = timelineTakeaway(timeline, shown) + omission(series.length - shown.length);
  return {
    id,
    title,
    takeaway,
    legend:
      shown.length === 1
        ? []
        : shown.map((one, rank) => ({ label: one.title, color: seriesColor(rank), mark: 'line' })),
    draw: (width) =>
      timelineChart(
        { timeline, series: shown, axis: axisOf(shown, axis), label: `${title}. ${takeaway}` },
        width,
      ),
    table: timelineTable(timeline, shown, title),
    data: timelineData(timeline, series, id),
  };
}

/** A single line is named by the axis itself. */
function axisOf(series: readonly Series[], axis: string): string {
  const [only, second] = series;
  return only !== undefined && second === undefined ? only.title : axis;
}

/** The series that peak highest, in their own order. */
function highest(series: readonly Series[]): readonly Series[] {
  const chosen = new Set(
    series.toSorted((one, other) => peakOf(other).value - peakOf(one).value).slice(0, MOST_LINES),
  );
  return series.filter((one) => chosen.has(one));
}

function omission(count: number): string {
  return count === 0 ? '' : ` ${count} more with lower peaks are in the data only.`;
}

/** Mean and peak of each stretch of the day, so that the table stays readable. */
function timelineTable(timeline: Timeline, series: readonly Series[], title: string): Html {
  const stretches = stretchesOf(timeline, series, MOST_TABLE_ROWS);
  const columns = [
    { title: 'From' },
    ...series.flatMap((one) => [
      { title: series.length === 1 ? 'Mean' : `${one.title}: mean`, numeric: true },
      { title: series.length === 1 ? 'Peak' : 'peak', numeric: true },
    ]),
  ];
  const rows = stretches.map(({ from, to }) => [
    timeLabel(timeline, from),
    ...series.flatMap((one) => {
      const values = one.values.slice(from, to);
      return [formatQuantity(meanOf(values), one.unit), formatQuantity(Math.max(0, ...values), one.unit)];
    }),
  ]);
  const step = formatQuantity((stretches[0]?.to ?? 1) * timeline.binSeconds, 'seconds');
  return dataTable(`${title}, by stretches of ${step}`, columns, [{ rows }]);
}

function timeLabel(timeline: Timeline, bin: number): string {
  const seconds = timeline.startSecondsOfDay + bin * timeline.binSeconds;
  const day = dayNumber(seconds);
  return day === 1 ? formatTimeOfDay(seconds) : `${formatTimeOfDay(seconds)} day ${day}`;
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

const STRETCH_SECONDS = [
  60, 300, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800, 2_419_200,
];

/** Equal stretches of bins, of a round length of time where possible, at most `most` of them. */
function stretchesOf({ binSeconds }: Timeline, series: readonly Series[], most: number): Stretch[] {
  const bins = Math.max(0, ...series.map((one) => one.values.length));
  const round = STRETCH_SECONDS.map((seconds) => Math.round(seconds / binSeconds));
  const size = round.find((length) => length >= 1 && bins / length <= most) ?? Math.ceil(bins / most);
  return Array.from({ length: Math.ceil(bins / size) }, (_, index) => ({
    from: index * size,
    to: Math.min(bins, (index + 1) * size),
  }));
}

/** Every bin where there are few enough to carry in a page, otherwise mean and peak of stretches. */
function timelineData(timeline: Timeline, series: readonly Series[], id: string): Download {
  const bins = Math.max(0, ...series.map((one) => one.values.length));
  const fileName = `${id}.csv`;
  if (bins * series.length <= MOST_DATA_VALUES) {
    const about = `${bins} rows of ${formatQuantity(timeline.binSeconds, 'seconds')}, rounded to five digits; result.json has all`;
    return { fileName, csv: seriesCsv(timeline, series, DATA_DIGITS), about };
  }
  const stretches = stretchesOf(timeline, series, Math.floor(MOST_DATA_VALUES / 2 / series.length));
  const header = [
    'seconds',
    ...series.flatMap((one) => [`${one.name} mean [${one.unit}]`, `${one.name} peak [${one.unit}]`]),
  ];
  const rows = stretches.map(({ from, to }) => [
    from * timeline.binSeconds,
    ...series.flatMap((one) => {
      const values = one.values.slice(from, to);
      return [
        Number(meanOf(values).toPrecision(DATA_DIGITS)),
        Number(Math.max(0, ...values).toPrecision(DATA_DIGITS)),
      ];
    }),
  ]);
  const step = formatQuantity((stretches[0]?.to ?? 1) * timeline.binSeconds, 'seconds');
  return {
    fileName,
    csv: csv(header, rows),
    about: `${rows.length} rows of ${step}: mean and peak; result.json has every bin`,
  };
}
