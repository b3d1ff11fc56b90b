/** A load run as events for machines: one JSON document to a line. SI units. */

import type { LoadSecond } from '../../loadgen/run/load-outcome.ts';
import { failedOf, figuresOf, type LiveFigures } from './live-figures.ts';

export type LiveEvent =
  | { readonly event: 'phase'; readonly text: string }
  | {
      readonly event: 'second';
      /** Seconds since the start: the second from there to the next. */
      readonly atSeconds: number;
      readonly leftSeconds: number;
      /** Operations in this second. */
      readonly offered: number;
      readonly sent: number;
      readonly answered: number;
      readonly failed: number;
      readonly retries: number;
      /** Came due so far and has no answer. */
      readonly outstanding: number;
      readonly readBytes: number;
      readonly writtenBytes: number;
      /** Response times of this second; null where nothing was answered. */
      readonly response: {
        readonly p50: number | null;
        readonly p99: number | null;
        readonly max: number | null;
      };
      readonly generator: {
        readonly sendErrorSecondsP99: number | null;
        readonly loopLagSecondsMax: number;
        readonly cpuFraction: number;
        /** Whether it is the limit itself by now: then no objective is said to be met or missed. */
        readonly limit: boolean;
      };
      /** Objectives for the run so far; null where the value is known only at its end. */
      readonly objectives: readonly {
        readonly text: string;
        readonly value: number | null;
        readonly margin: number | null;
        readonly met: boolean | null;
      }[];
    }
  | { readonly event: 'end'; readonly elapsedSeconds: number };

/** The event of a second that has been added to `figures`. */
export function secondEvent(second: LoadSecond, figures: LiveFigures, durationSeconds: number): LiveEvent {
  const { tallies, atSeconds } = second;
  const own = figuresOf([second]);
  const { p50, p99, max } = own;
  return {
    event: 'second',
    atSeconds,
    leftSeconds: Math.max(0, durationSeconds - atSeconds - 1),
    offered: own.offered,
    sent: tallies.reduce((sum, { sent }) => sum + sent, 0),
    answered: own.answered,
    failed: tallies.reduce((sum, tally) => sum + failedOf(tally), 0),
    retries: tallies.reduce((sum, { retries }) => sum + retries, 0),
    outstanding: figures.outstanding,
    readBytes: own.read,
    writtenBytes: own.written,
    response: { p50, p99, max },
    generator: {
      sendErrorSecondsP99: own.sendErrorP99,
      loopLagSecondsMax: second.loopLagSecondsMax,
      cpuFraction: second.cpuFraction,
      limit: figures.isGeneratorLimit,
    },
    objectives: figures.objectives.map(({ objective: { text }, standing }) =>
      standing.kind === 'later'
        ? { text, value: null, margin: null, met: null }
        : {
            text,
            value: standing.value,
            margin: standing.margin,
            met: standing.kind === 'doubtful' ? null : standing.met,
          },
    ),
  };
}
