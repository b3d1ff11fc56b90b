/** How a result was computed, in words that the terminal and the HTML report share. */

import type { ResultDocument } from '../models/result.ts';
import { formatQuantity, formatTimeOfDay } from '../models/units.ts';
import { startedText, termsText } from './load/load-facts.ts';
import { precisionClause } from './precision-text.ts';

/**
 * Describes a run: "10 replications of 24 h from 07:00, seed crunch, warm-up of 12 min left out, fidelity flows". For a
 * load run it gives the duration, the start and the conditions.
 */
export function runSentence(result: ResultDocument): string {
  const { scenario, replications, load } = result;
  if (load !== undefined) {
    return `One run of ${termsText(load)}, started ${startedText(load)}, seed “${result.seed}”, run ${load.runId}`;
  }
  const clause = precisionClause(result);
  const count = replications === 1 ? 'One replication' : `${replications} replications`;
  const runs = clause === null ? count : `${count} (${clause})`;
  const span = formatQuantity(scenario.durationSeconds, 'seconds');
  const from = formatTimeOfDay(result.timeline.startSecondsOfDay);
  const { steadiness } = result;
  const warmup =
    steadiness !== undefined
      ? `the day repeated ${steadiness.days} times and all but the last left out`
      : result.warmupSeconds === 0
        ? 'nothing left out as warm-up'
        : `the first ${formatQuantity(result.warmupSeconds, 'seconds')} left out as warm-up`;
  return `${runs} of ${span} from ${from}, seed “${result.seed}”, ${warmup}, fidelity “${scenario.fidelity}”`;
}

/** "4.8 million events and 612,000 flows", with the wall time where it was asked for; of a load run what it sent. */
export function engineSentence(result: ResultDocument): string {
  if (result.load !== undefined) {
    const { prepared } = result.load;
    const made = `${formatQuantity(prepared.files, 'count')} files of ${formatQuantity(prepared.bytes, 'bytes')} made beforehand`;
    return `${formatQuantity(result.engine.events, 'count')} operations sent, ${made}`;
  }
  const { events, flows, wallSeconds } = result.engine;
  const work = `${formatQuantity(events, 'count')} events and ${formatQuantity(flows, 'count')} flows`;
  return wallSeconds === null ? work : `${work} in ${formatQuantity(wallSeconds, 'seconds')} of computing`;
}
