/**
 * The response times of a load run as an HdrHistogram interval log, which other tools read and plot. It has one
 * histogram for each second and group of operations, in nanoseconds, under the tag `<stage>.<step>.<kind>`. Format 1.3
 * with histograms in the compressed base64 form V2, see github.com/HdrHistogram/HdrHistogram.
 */

import { build, HistogramLogWriter } from 'hdr-histogram-js';
import { recordedValues } from '../../models/histogram.ts';
import type { OperationTally } from '../measure/operation-tally.ts';
import type { LoadOutcome } from '../run/load-outcome.ts';

/** Name of the file that holds it, beside result.json. */
export const HDR_LOG_FILE = 'latency.hlog';

const NANOSECONDS = 1e9;
/** The column Interval_Max is in milliseconds, as readers of such logs expect. */
const MAX_UNIT_NANOSECONDS = 1e6;
const SIGNIFICANT_DIGITS = 3;
/** An hour; a histogram grows where a time is longer. */
const HIGHEST_NANOSECONDS = 3600 * NANOSECONDS;

/** Returns the whole log; `shown` makes of each text what may be seen of it. Timestamps are seconds since the start of the run, which the head states; seconds without answers have no lines. */
export function hdrLog(
  {
    runId,
    target,
    startedAtSeconds,
    seconds,
  }: Pick<LoadOutcome, 'runId' | 'target' | 'startedAtSeconds' | 'seconds'>,
  shown: (text: string) => string = (text) => text,
): string {
  const lines: string[] = [];
  const writer = new HistogramLogWriter((line) => lines.push(line));
  const started = `${startedAtSeconds.toFixed(3)} (seconds since epoch), ${new Date(startedAtSeconds * 1000).toISOString()}`;
  writer.outputComment(
    `[Logged by headroom, run ${comment(runId)} on ${comment(shown(target.url))}; values in nanoseconds]`,
  );
  writer.outputLogFormatVersion();
  writer.outputComment(`[StartTime: ${started}]`);
  writer.outputComment(`[BaseTime: ${started}]`);
  writer.outputLegend();
  const histogram = build({
    bitBucketSize: 32,
    lowestDiscernibleValue: 1,
    highestTrackableValue: HIGHEST_NANOSECONDS,
    numberOfSignificantValueDigits: SIGNIFICANT_DIGITS,
    autoResize: true,
    useWebAssembly: false,
  });
  for (const { atSeconds, tallies } of seconds) {
    for (const tally of tallies) {
      if (tally.response.count === 0) continue;
      histogram.reset();
      histogram.tag = tagOf({ ...tally, stage: shown(tally.stage) });
      for (const { value, count } of recordedValues(tally.response)) {
        histogram.recordValueWithCount(Math.round(value * NANOSECONDS), count);
      }
      writer.outputIntervalHistogram(histogram, atSeconds, atSeconds + 1, MAX_UNIT_NANOSECONDS);
    }
  }
  return lines.join('');
}

/** Commas and blanks would end a tag. */
export function tagOf({ stage, step, kind }: Pick<OperationTally, 'stage' | 'step' | 'kind'>): string {
  return `${stage}.${step}.${kind}`.replace(/[\s,"]/g, '_');
}

/** On one line. */
function comment(text: string): string {
  return text.replace(/\s/g, ' ');
}
