import type { FaultResult } from '../models/fault-result.ts';
import type { ResultDocument } from '../models/result.ts';
import { formatQuantity } from '../models/units.ts';
import { clockTime } from './clock-time.ts';

/** Returns the time of a fault: "at 23:00 on day 3, 2d 15h into the run". */
export function faultTime(seconds: number, { timeline }: Pick<ResultDocument, 'timeline'>): string {
  const clock = clockTime(timeline.startSecondsOfDay + seconds);
  return seconds === 0
    ? 'from the start of the run'
    : `at ${clock}, ${formatQuantity(seconds, 'seconds')} into the run`;
}

/** Returns when a fault was repaired: "repaired after 4h". */
export function repairText({ atSeconds, repairedAtSeconds }: FaultResult): string {
  if (repairedAtSeconds === null) return 'not repaired before the last work ended';
  return `repaired after ${formatQuantity(repairedAtSeconds - atSeconds, 'seconds')}`;
}

/** Returns what became of the jobs that a fault killed, in one replication on average. */
export function killedText({ killed, retried, lost }: FaultResult): string {
  if (killed === 0) return 'it killed no job';
  const count = (value: number) => formatQuantity(value, 'count');
  const fates = [
    ...(retried > 0 ? [`${count(retried)} tried again`] : []),
    ...(lost > 0 ? [`${count(lost)} lost with the last attempt`] : []),
  ];
  return `it killed ${count(killed)} ${killed === 1 ? 'job' : 'jobs'}, ${fates.join(', ')}`;
}

/** Returns all of a fault in a sentence. */
export function faultSentence(fault: FaultResult, result: Pick<ResultDocument, 'timeline'>): string {
  const { name, target, effect, atSeconds } = fault;
  return `${name}: ${target} ${effect} ${faultTime(atSeconds, result)}, ${repairText(fault)}; ${killedText(fault)}.`;
}
