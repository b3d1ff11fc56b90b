/** Arrival plans, whose times are times of day, as arrival processes in seconds since the start of the run. */

import type { ArrivalProcess } from '../../arrivals/arrival-process.ts';
import { bursts } from '../../arrivals/bursts.ts';
import { dailyProfile, type ProfilePoint } from '../../arrivals/daily-profile.ts';
import { periodic } from '../../arrivals/periodic.ts';
import { poisson } from '../../arrivals/poisson.ts';
import { scheduled } from '../../arrivals/scheduled.ts';
import { trace } from '../../arrivals/trace.ts';
import { formatQuantity, formatTimeOfDay } from '../../units.ts';
import type { DocumentPath } from '../located.ts';
import * as quantityProblems from '../quantity-problems.ts';
import type { ArrivalPlan } from '../schema/arrivals.ts';
import type { RunSection } from '../schema/infrastructure.ts';
import type { Compilation } from './compilation.ts';

const DAY_SECONDS = 86_400;

/**
 * The arrival process of a plan in a run. Undefined when it is impossible or has no arrival within the run, which is
 * reported at the plan's path.
 */
export function compileArrivals(
  plan: ArrivalPlan,
  run: RunSection,
  path: DocumentPath,
  compilation: Compilation,
): ArrivalProcess | undefined {
  switch (plan.kind) {
    case 'at': {
      const times = plan.secondsOfDay.map((time) => timesInRun(time, run));
      for (const [i, inRun] of times.entries()) {
        if (inRun.length > 0) continue;
        const at = formatTimeOfDay(plan.secondsOfDay[i]!);
        const where = times.length === 1 ? [...path, 'at'] : [...path, 'at', i];
        compilation.absent(where, at, spanOf(run));
      }
      return scheduled(times.flat());
    }
    case 'every': {
      const offset = plan.fromSecondsOfDay === undefined ? 0 : untilTimeOfDay(plan.fromSecondsOfDay, run);
      if (offset >= run.duration) {
        compilation.absent([...path, 'from'], formatTimeOfDay(plan.fromSecondsOfDay ?? 0), spanOf(run));
      }
      return compilation.possible('process', 'its jitter is longer than its interval', path, () =>
        periodic(plan.periodSeconds, offset, plan.jitterSeconds),
      );
    }
    case 'poisson':
      return poisson(plan.ratePerSecond);
    case 'bursts':
      return compilation.possible('process', 'one of its rates must be above 0', path, () =>
        bursts(
          { ratePerSecond: plan.quiet.rate, meanSeconds: plan.quiet.lasts },
          { ratePerSecond: plan.burst.rate, meanSeconds: plan.burst.lasts },
        ),
      );
    case 'profile': {
      const points = plan.points.map(([atSecondsOfDay, ratePerSecond]) => ({
        atSecondsOfDay,
        ratePerSecond,
      }));
      if (points.every(({ ratePerSecond }) => ratePerSecond === 0)) {
        compilation.fault(
          [...path, 'profile'],
          quantityProblems.impossibleParameters('profile', 'its rate is always 0'),
        );
      }
      return profile(points, run, [...path, 'profile'], compilation);
    }
    case 'trace': {
      if (!plan.recordedSeconds.some((time) => time * plan.timeScale < run.duration)) {
        compilation.absent([...path, 'trace'], 'the trace', spanOf(run));
      }
      return compilation.possible('trace', 'its times must ascend', path, () =>
        trace(plan.recordedSeconds, plan.timeScale),
      );
    }
    default:
      return plan satisfies never;
  }
}

/** Random moments at a rate within working hours, every day; all day and night without hours. */
export function workingHours(
  ratePerSecond: number,
  hours: readonly [from: number, to: number] | undefined,
  run: RunSection,
  path: DocumentPath,
  compilation: Compilation,
): ArrivalProcess | undefined {
  if (hours === undefined) return poisson(ratePerSecond);
  const [from, to] = [hours[0] % DAY_SECONDS, hours[1] % DAY_SECONDS];
  if (from === to) {
    compilation.fault(
      [...path, 'hours'],
      quantityProblems.impossibleParameters('working day', 'it ends when it begins'),
    );
    return undefined;
  }
  const atWork = run.duration >= DAY_SECONDS || hoursMeetRun(from, to, run);
  if (!atWork) {
    const span = `${formatTimeOfDay(from)} to ${formatTimeOfDay(to)}`;
    compilation.absent([...path, 'hours'], span, spanOf(run));
  }
  const points = [
    { atSecondsOfDay: from, ratePerSecond },
    { atSecondsOfDay: to, ratePerSecond: 0 },
  ].toSorted((a, b) => a.atSecondsOfDay - b.atSecondsOfDay);
  return profile(points, run, [...path, 'hours'], compilation);
}

/** Whether some of the hours lie in a run of less than a day: it starts within them, or they begin during it. */
function hoursMeetRun(from: number, to: number, run: RunSection): boolean {
  const startsWithin = dayTime(run.start - from) < dayTime(to - from);
  return startsWithin || untilTimeOfDay(from, run) < run.duration;
}

function profile(
  points: readonly ProfilePoint[],
  run: RunSection,
  path: DocumentPath,
  compilation: Compilation,
): ArrivalProcess | undefined {
  return compilation.possible('profile', 'its times of day must ascend and lie before 24:00', path, () =>
    dailyProfile(points, run.start % DAY_SECONDS),
  );
}

/** Every occurrence of a time of day within the run. */
function timesInRun(secondsOfDay: number, run: RunSection): number[] {
  const times: number[] = [];
  for (let time = untilTimeOfDay(secondsOfDay, run); time < run.duration; time += DAY_SECONDS)
    times.push(time);
  return times;
}

/** Returns the time from the start of the run to the first occurrence of a time of day. */
export function untilTimeOfDay(secondsOfDay: number, run: RunSection): number {
  return dayTime(secondsOfDay - run.start);
}

/** A time or a span within one day. */
function dayTime(seconds: number): number {
  return ((seconds % DAY_SECONDS) + DAY_SECONDS) % DAY_SECONDS;
}

/** Returns the span of a run in words. */
export function spanOf(run: RunSection): string {
  return `from ${formatTimeOfDay(run.start)} for ${formatQuantity(run.duration, 'seconds')}`;
}
