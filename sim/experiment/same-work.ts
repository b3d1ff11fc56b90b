import type { ResultDocument, Series } from '../../models/result.ts';
import { formatQuantity } from '../../models/units.ts';

/** Work that differs by less than this share counts as the same. */
const SAME_SHARE = 0.01;

/** Measure of each series of a storage system, by the end of its name. */
const MEASURES: readonly { readonly ending: string; readonly done: string }[] = [
  { ending: '.readThroughput', done: 'it read' },
  { ending: '.writeThroughput', done: 'it wrote' },
  { ending: '.metadataRate', done: 'it performed metadata operations' },
];

/**
 * Returns how the work of a simulation differs from that of another, in a clause. Null where both did the same work in
 * the same time. That means alike windows, and as much arrived work of every stage, to within a hundredth. All storage
 * systems together must also have read, written and looked up as much within the window. A resource is used less also
 * because less was done, as in a system that collapsed. Only with the same work in the same time is a lower utilization
 * a better one.
 */
export function workDifference(base: ResultDocument, other: ResultDocument): string | null {
  if (base.load !== undefined || other.load !== undefined) return 'one of the two is a load run';
  return windowDifference(base, other) ?? arrivalDifference(base, other) ?? doneDifference(base, other);
}

function windowDifference(base: ResultDocument, other: ResultDocument): string | null {
  const span = ({ scenario, warmupSeconds }: ResultDocument) => scenario.durationSeconds - warmupSeconds;
  const start = ({ timeline, warmupSeconds }: ResultDocument) => timeline.startSecondsOfDay + warmupSeconds;
  if (span(base) === span(other) && start(base) === start(other)) return null;
  return `its figures are of another part of the day, ${formatQuantity(span(other), 'seconds')} instead of ${formatQuantity(span(base), 'seconds')}`;
}

function arrivalDifference(base: ResultDocument, other: ResultDocument): string | null {
  const names = new Set([...base.stages, ...other.stages].map(({ name }) => name));
  const arrived = ({ stages }: ResultDocument, name: string) =>
    stages.find((stage) => stage.name === name)?.arrived ?? 0;
  for (const name of names) {
    const [before, after] = [arrived(base, name), arrived(other, name)];
    if (!areAlike(before, after)) {
      return `${formatQuantity(after, 'count')} units of work of ${name} arrived instead of ${formatQuantity(before, 'count')}`;
    }
  }
  return null;
}

function doneDifference(base: ResultDocument, other: ResultDocument): string | null {
  for (const { ending, done } of MEASURES) {
    const [before, after] = [doneWithin(base, ending), doneWithin(other, ending)];
    if (areAlike(before, after)) continue;
    if (before === 0) return `${done} within the window, where the baseline did not`;
    const share = formatQuantity(Math.abs(after - before) / before, 'fraction');
    return `${done} ${share} ${after < before ? 'less' : 'more'} within the window`;
  }
  return null;
}

/** Returns the sum over all storage systems while work arrived; later work was not done in the same time. */
function doneWithin({ timeline, scenario }: ResultDocument, ending: string): number {
  const bins = Math.ceil(scenario.durationSeconds / timeline.binSeconds - 1e-9);
  const sumOf = ({ values }: Series) => values.slice(0, bins).reduce((sum, value) => sum + value, 0);
  return timeline.series
    .filter(({ name }) => name.endsWith(ending))
    .reduce((sum, series) => sum + sumOf(series), 0);
}

function areAlike(before: number, after: number): boolean {
  return Math.abs(after - before) <= SAME_SHARE * Math.max(before, after);
}
