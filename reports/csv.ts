/**
 * Results as CSV for spreadsheets and scripts: SI units, full precision, one header line. Text cells that a spreadsheet
 * would take for a formula are guarded with an apostrophe; numbers are left alone.
 */

import { stringify } from 'csv-stringify/sync';
import type { ComparisonDocument } from '../models/comparison.ts';
import { cacheResource } from '../models/resource-names.ts';
import type {
  CacheResult,
  Cause,
  Interval,
  ObjectiveResult,
  ResultDocument,
  Series,
  Timeline,
  Unit,
} from '../models/result.ts';
import { formatTimeOfDay } from '../models/units.ts';
import { printable } from './printable.ts';

type Cell = string | number | boolean | null;

const OBJECTIVE_HEADER =
  'kind,text,metric,statistic,comparison,limit,unit,value,low95,high95,missedReplications,judgedReplications,margin,met,certainty,count,file,line,causeKind,causeResource,causeSeconds,causeShare,cause'.split(
    ',',
  );

/** One line per bin: seconds since the start of the run, time of day, and each series with its unit in the header. */
export function timelineCsv(result: ResultDocument): string {
  return seriesCsv(result.timeline, result.timeline.series);
}

/** The same for some of the series; with `digits`, values are rounded to so many significant digits. */
export function seriesCsv(timeline: Timeline, series: readonly Series[], digits?: number): string {
  const bins = Math.max(0, ...series.map((one) => one.values.length));
  const rounded = (value: number) => (digits === undefined ? value : Number(value.toPrecision(digits)));
  const rows = Array.from({ length: bins }, (_, bin): Cell[] => {
    const seconds = bin * timeline.binSeconds;
    const values = series.map((one) => {
      const value = one.values[bin];
      return value === undefined ? null : rounded(value);
    });
    return [seconds, formatTimeOfDay(timeline.startSecondsOfDay + seconds), ...values];
  });
  return csv(['seconds', 'timeOfDay', ...series.map((one) => `${one.name} [${one.unit}]`)], rows);
}

/** One line per metric: count, mean with interval, percentiles with the intervals that are known. */
export function metricsCsv(result: ResultDocument): string {
  const header =
    'metric,unit,count,mean,meanLow95,meanHigh95,p50,p50Low95,p50High95,p90,p95,p95Low95,p95High95,p99,p99Low95,p99High95,p999,max';
  const rows = result.metrics.map((metric): Cell[] => [
    metric.name,
    metric.unit,
    metric.count,
    metric.mean,
    ...intervalCells(metric.ci95),
    metric.p50,
    ...intervalCells(metric.percentileIntervals.p50),
    metric.p90,
    metric.p95,
    ...intervalCells(metric.percentileIntervals.p95),
    metric.p99,
    ...intervalCells(metric.percentileIntervals.p99),
    metric.p999,
    metric.max,
  ]);
  return csv(header.split(','), [...rows, ...(result.caches ?? []).flatMap(cacheRows)]);
}

/** Lines of a cache among the metrics: its hit rate, and the means of its totals. */
function cacheRows(cache: CacheResult): readonly Cell[][] {
  const name = cacheResource(cache.name);
  const bundles = cache.bundlesHit + cache.bundlesMissed;
  const nulls = Array<null>(12).fill(null);
  const row = (measure: string, unit: Unit, value: number | null, interval: Interval = null): Cell[] => [
    `${name} ${measure}`,
    unit,
    bundles,
    value,
    ...intervalCells(interval),
    ...nulls,
  ];
  return [
    row('hitRate', 'fraction', cache.hitRate, cache.ci95),
    row('bytesHit', 'bytes', cache.bytesHit),
    row('bytesMissed', 'bytes', cache.bytesMissed),
    row('evictions', 'count', cache.evictions),
  ];
}

/** One line per objective and headroom policy. */
export function objectivesCsv(result: ResultDocument): string {
  return csv(OBJECTIVE_HEADER, result.objectives.map(objectiveRow));
}

/** One line per fault: its times in seconds since the start of the run, and mean numbers of jobs per replication. */
export function faultsCsv({ faults = [] }: ResultDocument): string {
  const header = 'fault,kind,target,effect,atSeconds,repairedAtSeconds,killed,retried,lost';
  const rows = faults.map((fault): Cell[] => [
    fault.name,
    fault.kind,
    fault.target,
    fault.effect,
    fault.atSeconds,
    fault.repairedAtSeconds,
    fault.killed,
    fault.retried,
    fault.lost,
  ]);
  return csv(header.split(','), rows);
}

/** One line per candidate and objective or policy. */
export function comparisonCsv({ candidates }: ComparisonDocument): string {
  const rows = candidates.flatMap(({ name, result }) =>
    result.objectives.map((objective): Cell[] => [name, ...objectiveRow(objective)]),
  );
  return csv(['candidate', ...OBJECTIVE_HEADER], rows);
}

/** One line per paired difference. */
export function differencesCsv({ differences }: ComparisonDocument): string {
  const header =
    'candidate,kind,subject,unit,baseline,value,difference,low95,high95,higherReplications,lowerReplications,pairedReplications,verdict,withheld'.split(
      ',',
    );
  const rows = differences.map((one): Cell[] => {
    const {
      candidate,
      kind,
      subject,
      unit,
      baseline,
      value,
      difference,
      verdict,
      ci95,
      signs,
      withheld = null,
    } = one;
    const counts = [signs?.higher ?? null, signs?.lower ?? null, signs?.of ?? null];
    return [
      candidate,
      kind,
      subject,
      unit,
      baseline,
      value,
      difference,
      ...intervalCells(ci95),
      ...counts,
      verdict,
      withheld,
    ];
  });
  return csv(header, rows);
}

function objectiveRow(objective: ObjectiveResult): Cell[] {
  return [
    objective.kind,
    objective.text,
    objective.metric,
    objective.statistic,
    objective.comparison,
    objective.limit,
    objective.unit,
    objective.value,
    ...intervalCells(objective.ci95),
    objective.missedIn?.replications ?? null,
    objective.missedIn?.of ?? null,
    objective.margin,
    objective.met,
    objective.certainty,
    objective.count,
    objective.file,
    objective.line,
    ...causeCells(objective.cause),
  ];
}

/** Kind and resource of a cause, its seconds and share where it is a time, and the sentence. */
function causeCells(cause: Cause | undefined): Cell[] {
  if (cause === undefined) return [null, null, null, null, null];
  const { kind, resource, why } = cause;
  return cause.kind === 'load'
    ? [kind, resource, null, null, why]
    : [kind, resource, cause.seconds, cause.share, why];
}

/** Both ends, or two empty cells. */
export function intervalCells(interval: Interval): [number | null, number | null] {
  return interval === null ? [null, null] : [interval[0], interval[1]];
}

/** Formula guarding and quoting of every text cell, the header included. */
export function csv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const safe = (cell: Cell) => (typeof cell === 'string' ? printable(cell) : cell);
  return stringify([header.map(safe), ...rows.map((row) => row.map(safe))], {
    escape_formulas: true,
    cast: { boolean: (value) => (value ? 'true' : 'false'), number: (value) => String(value) },
  });
}
