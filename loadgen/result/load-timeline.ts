/** The run bin by bin: as the series that a simulation has too, and with what only a load run knows. */

import { Histogram } from '../../models/histogram.ts';
import type { LoadTimeline, ResponseSeries } from '../../models/load-section.ts';
import { isMetadata } from '../../models/operations.ts';
import type { Series, Timeline } from '../../models/result.ts';
import { systemsOf } from '../../models/stages/stage-kinds.ts';
import type { OperationTally } from '../measure/operation-tally.ts';
import { failedOf, type MeasuredMetric, type MeasuredRun, sum } from './measured-run.ts';
import { type TimeBins, timeBins } from './time-bins.ts';

/** Histograms are exact to 0.4%, and rates over a bin to less: more digits would only be noise. */
const DIGITS = 5;

/** Throughput and metadata rate of each storage system, by the names that the simulation gives them. */
export function commonTimeline(run: MeasuredRun): Timeline {
  const { studio } = run;
  const time = timeBins(run);
  const used = studio.storage.filter(({ name }) =>
    studio.stages.some((stage) => systemsOf(stage).includes(name) && run.performed(stage.name)),
  );
  return {
    binSeconds: time.binSeconds,
    startSecondsOfDay: studio.run.startSecondsOfDay,
    series: used.flatMap(({ name }): Series[] => {
      const stages = new Set(
        studio.stages.filter((stage) => systemsOf(stage).includes(name)).map((stage) => stage.name),
      );
      const here = (tally: OperationTally) => stages.has(tally.stage);
      const moved = (kind: 'read' | 'write') =>
        ratesOf(time, (tally) => (here(tally) && tally.kind === kind ? tally.bytes : 0));
      return [
        {
          name: `${name}.readThroughput`,
          title: `Read from ${name}`,
          unit: 'bytes/s',
          group: 'throughput',
          values: moved('read'),
        },
        {
          name: `${name}.writeThroughput`,
          title: `Written to ${name}`,
          unit: 'bytes/s',
          group: 'throughput',
          values: moved('write'),
        },
        {
          name: `${name}.metadataRate`,
          title: `Metadata operations on ${name}`,
          unit: 'operations/s',
          group: 'metadata',
          values: ratesOf(time, (tally) => (here(tally) && isMetadata(tally.kind) ? tally.answered : 0)),
        },
      ];
    }),
  };
}

export function loadTimeline(run: MeasuredRun): LoadTimeline {
  const time = timeBins(run);
  return {
    binSeconds: time.binSeconds,
    offered: ratesOf(time, ({ offered }) => offered),
    sent: ratesOf(time, ({ sent }) => sent),
    answered: ratesOf(time, ({ answered }) => answered),
    failed: ratesOf(time, failedOf),
    read: ratesOf(time, ({ kind, bytes }) => (kind === 'read' ? bytes : 0)),
    written: ratesOf(time, ({ kind, bytes }) => (kind === 'write' ? bytes : 0)),
    responses: run.metrics
      .filter(
        ({ definition, observations }) => definition.source.kind === 'operations' && observations.count > 0,
      )
      .map((metric) => responseSeries(metric, time)),
    loopLag: time.bins.map((bin) =>
      rounded(Math.max(0, ...bin.map(({ loopLagSecondsMax }) => loopLagSecondsMax))),
    ),
    cpu: time.bins.map((bin) =>
      rounded(sum(bin, ({ cpuFraction }) => cpuFraction) / Math.max(1, bin.length)),
    ),
  };
}

/** Per second, of what each tally of a bin adds. */
function ratesOf({ bins, widths }: TimeBins, of: (tally: OperationTally) => number): number[] {
  return bins.map((bin, index) => rounded(sum(bin, ({ tallies }) => sum(tallies, of)) / widths[index]!));
}

function responseSeries({ name, seconds }: MeasuredMetric, { binSeconds, bins }: TimeBins): ResponseSeries {
  const merged = bins.map((_, bin) => {
    const whole = new Histogram();
    for (const second of seconds.slice(bin * binSeconds, (bin + 1) * binSeconds)) {
      if (second !== null) whole.merge(second);
    }
    return whole;
  });
  const figures = (of: (histogram: Histogram) => number) =>
    merged.map((histogram) => (histogram.count === 0 ? null : rounded(of(histogram))));
  return {
    metric: name,
    counts: merged.map(({ count }) => count),
    p50: figures((histogram) => histogram.quantile(0.5)),
    p99: figures((histogram) => histogram.quantile(0.99)),
    max: figures((histogram) => histogram.maximum),
  };
}

function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS));
}
