/** How a result was computed, in words that the terminal and the HTML report share. */

import type { ResultDocument } from '../models/result.ts';
import { formatQuantity, formatTimeOfDay } from '../models/units.ts';

/** "10 replications of 24 h from 07:00, seed crunch, warm-up of 12 min left out, fidelity flows" */
export function runSentence(result: ResultDocument): string {
  const { scenario, replications } = result;
  const runs = replications === 1 ? 'One replication' : `${replications} replications`;
  const span = formatQuantity(scenario.durationSeconds, 'seconds');
  const from = formatTimeOfDay(result.timeline.startSecondsOfDay);
  const warmup =
    result.warmupSeconds === 0
      ? 'nothing left out as warm-up'
      : `the first ${formatQuantity(result.warmupSeconds, 'seconds')} left out as warm-up`;
  return `${runs} of ${span} from ${from}, seed “${result.seed}”, ${warmup}, fidelity “${scenario.fidelity}”`;
}

/** "4.8 million events and 612,000 flows", with the wall time where it was asked for. */
export function engineSentence(result: ResultDocument): string {
  const { events, flows, wallSeconds } = result.engine;
  const work = `${formatQuantity(events, 'count')} events and ${formatQuantity(flows, 'count')} flows`;
  return wallSeconds === null ? work : `${work} in ${formatQuantity(wallSeconds, 'seconds')} of computing`;
}
