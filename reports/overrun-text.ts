/** Notes on work that outlives the window, and on a day that was repeated. */

import type { ResultDocument } from '../models/result.ts';
import { findStageKind } from '../models/stages/stage-kinds.ts';
import type { Backlog } from '../models/steadiness.ts';
import { growingBacklogs, type Steadiness } from '../models/steadiness.ts';
import { formatQuantity } from '../models/units.ts';
import { clockTime } from './clock-time.ts';

/** How many, until when, and whose measures leave it out; nothing where no work outlived the window. */
export function overrunSentences(result: ResultDocument): string[] {
  const { overrun } = result;
  if (overrun === undefined) return [];
  const at = (seconds: number) => clockTime(result.timeline.startSecondsOfDay + seconds);
  const clauses = overrun.stages.map(({ name, unfinished, untilSeconds }) => {
    const end = untilSeconds === null ? 'some for good' : `the last until ${at(untilSeconds)}`;
    return `${workText(result, name, unfinished)} of ${name} (${end})`;
  });
  const told = `Work outlives the run: when work stopped arriving at ${at(overrun.windowSeconds)}, unfinished were ${listed(clauses)}.`;
  const { stopped } = overrun;
  if (stopped.length === 0) return [told];
  return [
    told,
    `${listed(stopped)} no longer ran beside that work, so ${stopped.length === 1 ? 'its' : 'their'} figures leave it out. “run.until: steady” repeats the day instead.`,
  ];
}

/** "unstable: the backlog grows by 6 frames a day (overnight)"; null where no backlog grows. */
export function instabilityText(result: ResultDocument): string | null {
  const { steadiness } = result;
  const growing = growingBacklogs(steadiness);
  if (steadiness === undefined || growing.length === 0) return null;
  const growths = growing.map(
    (backlog) =>
      `${workText(result, backlog.stage, backlog.growthPerDay)} ${perDay(steadiness)} (${backlog.stage})`,
  );
  return `unstable: the backlog grows by ${listed(growths)}`;
}

/** How many days were run, and what each hands on to the next; nothing where the window was run once. */
export function steadinessSentences(result: ResultDocument): string[] {
  const { steadiness } = result;
  if (steadiness === undefined) return [];
  const { days, changing, kind, backlogs } = steadiness;
  const carried = backlogs.flatMap(({ stage, unfinished }) => {
    const last = unfinished.at(-1) ?? 0;
    return last > 0 && last >= LEAST_SHARE * arrivedOf(result, stage)
      ? [`${workText(result, stage, last)} of ${stage}`]
      : [];
  });
  const handed = carried.length === 0 ? '' : `, which hands on ${listed(carried)} to the next`;
  const figures = `The day was repeated ${days} times; all figures are those of the last${handed}.`;
  switch (kind) {
    case 'steady':
      return [figures];
    case 'unstable':
      return [figures, ...backlogs.filter(({ growing }) => growing).flatMap(doubtOf)];
    case 'unsettled':
      return [
        figures,
        `Not steady after ${days} days: ${listed(changing)} still changed from one day to the next.`,
      ];
  }
}

/** Says so where the interval of a growth holds none. */
function doubtOf({ stage, ci95 }: Backlog): string[] {
  if (ci95 === null || ci95[0] > 0) return [];
  return [
    `How fast the backlog of ${stage} grows is uncertain: its 95% interval includes no growth. More replications or days would tell.`,
  ];
}

/** Less work than this share of a day's is in progress at any moment, and not worth a word. */
const LEAST_SHARE = 0.005;

function arrivedOf({ stages }: ResultDocument, stage: string): number {
  return stages.find(({ name }) => name === stage)?.arrived ?? 0;
}

function perDay({ daySeconds }: Steadiness): string {
  return daySeconds === 86_400 ? 'a day' : `every ${formatQuantity(daySeconds, 'seconds')}`;
}

/** "6 frames" */
function workText({ stages }: ResultDocument, stage: string, count: number): string {
  const kind = stages.find(({ name }) => name === stage)?.kind ?? '';
  const [one, several] = findStageKind(kind)?.unit ?? ['unit', 'units'];
  return `${formatQuantity(count, 'count')} ${count === 1 ? one : several}`;
}

function listed(texts: readonly string[]): string {
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`;
}
