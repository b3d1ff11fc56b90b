/** Arrival processes as scenarios write them: one key says of which kind they are. */

import * as z from 'zod';
import * as problems from '../problems.ts';
import { NOT_NEGATIVE, optionalOr, POSITIVE, quantity, refuse, section, wholeNumber } from './fields.ts';

/** The keys that name the kind of an arrival process. */
export const ARRIVAL_KINDS = ['at', 'every', 'poisson', 'bursts', 'profile', 'trace'] as const;

/** Arrivals with times of day not yet related to the start of the run. */
export type ArrivalPlan =
  | { readonly kind: 'at'; readonly secondsOfDay: readonly number[] }
  | {
      readonly kind: 'every';
      readonly periodSeconds: number;
      /** Undefined: from the start of the run. */
      readonly fromSecondsOfDay: number | undefined;
      readonly jitterSeconds: number;
    }
  | { readonly kind: 'poisson'; readonly ratePerSecond: number }
  | { readonly kind: 'bursts'; readonly quiet: BurstPhase; readonly burst: BurstPhase }
  | {
      readonly kind: 'profile';
      readonly points: readonly (readonly [secondsOfDay: number, ratePerSecond: number])[];
    }
  | { readonly kind: 'trace'; readonly recordedSeconds: readonly number[]; readonly timeScale: number };

export interface BurstPhase {
  readonly rate: number;
  readonly lasts: number;
}

const timeOfDay = (description: string) => quantity('time of day', NOT_NEGATIVE, description);

const phase = (description: string) =>
  section({
    rate: quantity('operations/s', NOT_NEGATIVE, 'arrivals while it lasts'),
    lasts: quantity('seconds', POSITIVE, 'how long it lasts on average'),
  }).describe(description);

const arrivalShape = {
  at: z
    .union([
      timeOfDay('every day at this time').transform((time) => [time]),
      z.array(timeOfDay('a time of day')).min(1).max(1440),
    ])
    .describe('every day at a time of day, or at each of a list of them')
    .optional(),
  every: quantity('seconds', POSITIVE, 'at regular intervals').optional(),
  from: optionalOr(
    timeOfDay('when the first of the regular intervals begins'),
    'the start of the run',
    ({ every }) => every !== undefined,
  ),
  jitter: optionalOr(
    quantity('seconds', NOT_NEGATIVE, 'each is late by up to this'),
    '0s',
    ({ every }) => every !== undefined,
  ),
  poisson: quantity('operations/s', POSITIVE, 'at random moments, this many on average').optional(),
  bursts: section({ quiet: phase('the time between bursts'), burst: phase('a burst') })
    .describe('quiet and busy phases in turn, at random moments in each')
    .optional(),
  profile: z
    .array(
      z.tuple([timeOfDay('from this time of day on'), quantity('operations/s', NOT_NEGATIVE, 'this many')]),
    )
    .min(1)
    .max(1440)
    .describe('at random moments, as many as the time of day says: [["09:00", 6/h], ["19:00", 1/h]]')
    .optional(),
  trace: z
    .array(quantity('seconds', NOT_NEGATIVE, 'a recorded arrival'))
    .min(1)
    .describe('recorded arrivals, as times since the start')
    .optional(),
  timeScale: optionalOr(
    quantity('count', POSITIVE, 'plays a trace slower (above 1) or faster (below 1)'),
    '1',
    ({ trace }) => trace !== undefined,
  ),
};

/** When work arrives. */
export const arrivals = section(arrivalShape)
  .transform(planOf)
  .meta({ description: 'when work arrives', examples: [{ at: '19:00' }] });

/** When work arrives that may come after that of another stage; it need not say then. */
export const arrivalsOrAfter = section(arrivalShape).transform(planOrAfter).optional();

/** When waves are released, and how many frames each has. */
export const release = section({ ...arrivalShape, frames: wholeNumber(1, 10_000_000, 'frames in one wave') })
  .transform(({ frames, ...when }, context) => ({ frames, plan: planOrAfter(when, context) }))
  .meta({
    description: 'when waves of frames are released to the farm',
    examples: [{ at: '19:00', frames: 300 }],
  });

type Arrivals = z.output<z.ZodObject<typeof arrivalShape>>;

/** Returns undefined where no time is given: compiling the stage tells whether it comes after another one. */
function planOrAfter(given: Arrivals, context: z.RefinementCtx): ArrivalPlan | undefined {
  return Object.values(given).every((value) => value === undefined) ? undefined : planOf(given, context);
}

function planOf(given: Arrivals, context: z.RefinementCtx): ArrivalPlan {
  const found = ARRIVAL_KINDS.filter((kind) => given[kind] !== undefined);
  if (found.length !== 1) {
    refuse(context, problems.notOneKind('an arrival process', found, ARRIVAL_KINDS));
    return z.NEVER;
  }
  for (const [key, kind] of [
    ['from', 'every'],
    ['jitter', 'every'],
    ['timeScale', 'trace'],
  ] as const) {
    if (given[key] !== undefined && given[kind] === undefined) {
      refuse(context, problems.notOneForm(`"${key}" goes with "${kind}"`), [key]);
    }
  }
  const { at, every, from, jitter = 0, poisson, bursts, profile, trace, timeScale = 1 } = given;
  if (at !== undefined) return { kind: 'at', secondsOfDay: at };
  if (poisson !== undefined) return { kind: 'poisson', ratePerSecond: poisson };
  if (bursts !== undefined) return { kind: 'bursts', quiet: bursts.quiet, burst: bursts.burst };
  if (profile !== undefined) return { kind: 'profile', points: profile };
  if (trace !== undefined) return { kind: 'trace', recordedSeconds: trace, timeScale };
  return { kind: 'every', periodSeconds: every ?? z.NEVER, fromSecondsOfDay: from, jitterSeconds: jitter };
}
