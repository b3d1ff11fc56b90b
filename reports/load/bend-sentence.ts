import { formatQuantity } from '../../models/units.ts';
import { significant } from '../quantity-scale.ts';
import type { Bend } from './bend.ts';

/** Describes a load-response curve in one sentence made from its numbers. */
export function bendSentence({ metric, finding, leftOut }: Bend): string {
  const rate = (operationsPerSecond: number) => formatQuantity(operationsPerSecond, 'operations/s');
  const time = (seconds: number) => formatQuantity(seconds, 'seconds');
  const away =
    leftOut === 0
      ? ''
      : ` ${formatQuantity(leftOut, 'count')} seconds without it or within an outage are left out.`;
  switch (finding.kind) {
    case 'too few':
      return `Too few seconds have answers of ${metric} to say how it changes with the rate.${away}`;
    case 'one rate':
      return `The target was asked at one rate, ${rate(finding.low)} to ${rate(finding.high)}: a ramp shows where it bends.${away}`;
    case 'flat': {
      const { first, last } = finding;
      return `No bend up to ${rate(last.rate)}: the 99th percentile goes from ${time(first.p99)} at ${rate(first.rate)} to ${time(last.p99)}.${away}`;
    }
    case 'collapses': {
      const { first, quickest } = finding;
      return `It answers least when it is slowest: the 99th percentile is ${time(first.p99)} at ${rate(first.rate)} and ${time(quickest.p99)} at ${rate(quickest.rate)}. So the target stalled or was asked more than it can do, and no bend can be told.${away}`;
    }
    case 'bends': {
      const { first, at, last } = finding;
      if (at === last) {
        return `It bends only at the highest rate, ${rate(last.rate)}: the 99th percentile is ${time(last.p99)} there, ${significant(last.p99 / first.p99)} times that at ${rate(first.rate)}.${away}`;
      }
      return `It bends at ${rate(at.rate)}: from there the 99th percentile stays above twice the ${time(first.p99)} that it has at ${rate(first.rate)}, and is ${significant(last.p99 / first.p99)} times that at ${rate(last.rate)}.${away}`;
    }
  }
}
