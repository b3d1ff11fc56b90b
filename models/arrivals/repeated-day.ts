import type { RandomStream } from '../random.ts';
import { type ArrivalProcess, arrivalTimes } from './arrival-process.ts';
import { type ModulatedRate, modulatedCounts, type OperationCount } from './modulated-rate.ts';

/** How often a day is run, one after the other, and how long it is. */
export interface RepeatedDays {
  readonly days: number;
  readonly daySeconds: number;
}

/** The arrivals of each day in turn: the same process anew every day, with further draws of the same stream. */
export function* timesOfDays(
  process: ArrivalProcess,
  stream: RandomStream,
  { days, daySeconds }: RepeatedDays,
): Generator<number, void> {
  for (let day = 0; day < days; day++) {
    for (const seconds of arrivalTimes(process, stream, daySeconds)) yield day * daySeconds + seconds;
  }
}

/** The same for a rate. */
export function* countsOfDays(
  rate: ModulatedRate,
  stream: RandomStream,
  { days, daySeconds }: RepeatedDays,
): Generator<OperationCount, void> {
  for (let day = 0; day < days; day++) {
    for (const count of modulatedCounts(rate, stream, daySeconds)) {
      yield { ...count, atSeconds: day * daySeconds + count.atSeconds };
    }
  }
}
