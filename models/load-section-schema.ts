import * as z from 'zod';
import { OPERATION_KINDS } from './operations.ts';
import { RESULT_UNITS } from './result.ts';

const unit = z.enum(RESULT_UNITS);
const number = z.number();
const numbers = z.array(number);
const possibleNumbers = z.array(number.nullable());
const count = number.min(0);

export const timeSpreadSchema = z.object({
  count,
  mean: number.nullable(),
  p50: number.nullable(),
  p90: number.nullable(),
  p95: number.nullable(),
  p99: number.nullable(),
  p999: number.nullable(),
  max: number.nullable(),
});

const operation = z.object({
  stage: z.string(),
  step: z.string(),
  kind: z.enum(OPERATION_KINDS),
  loop: z.enum(['open', 'closed']),
  offered: count,
  sent: count,
  unsent: count,
  answered: count,
  failed: count,
  failures: z.record(z.string(), count),
  retries: count,
  bytes: count,
  response: timeSpreadSchema,
  service: timeSpreadSchema,
  sendError: timeSpreadSchema,
});

const timeline = z.object({
  binSeconds: number.positive(),
  offered: numbers,
  sent: numbers,
  answered: numbers,
  failed: numbers,
  read: numbers,
  written: numbers,
  responses: z.array(
    z.object({
      metric: z.string(),
      counts: numbers,
      p50: possibleNumbers,
      p99: possibleNumbers,
      max: possibleNumbers,
    }),
  ),
  loopLag: numbers,
  cpu: numbers,
});

const studioTerm = z.object({
  stage: z.string(),
  name: z.string(),
  unit,
  value: number,
  meaning: z.string(),
});

const outage = z.object({
  firstFailureSeconds: number,
  detectedSeconds: number,
  recoveredSeconds: number.nullable(),
  failed: count,
  retried: count,
});

const drill = z.object({
  atSeconds: number,
  command: z.string(),
  startedSeconds: number,
  exitCode: number.nullable(),
  outage: outage.nullable(),
  // Results of versions that did not look for it have none.
  outageBefore: outage.nullable().default(null),
});

/** Beyond these a date cannot be written. */
export const startedAtSchema = number.min(0).max(8.64e12);

export const targetSchema = z.object({
  url: z.string(),
  kind: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/),
  standsFor: z.exactOptional(
    z.object({
      storage: z.string(),
      leftOut: z.array(z.object({ stage: z.string(), storage: z.string() })),
    }),
  ),
});

export const generatorSchema = z.object({
  threads: count,
  sendErrorSecondsP99: number,
  loopLagSecondsP99: number,
  allowedLatenessSeconds: z.exactOptional(number.positive()),
  cpuFraction: number,
  host: z.exactOptional(
    z
      .object({
        cpuFraction: number,
        othersFraction: number,
        stealFraction: number,
        throttledSeconds: number.nullable(),
        busiest: z.array(z.object({ name: z.string(), cpuFraction: number })),
      })
      .nullable(),
  ),
  valid: z.boolean(),
  reasons: z.array(z.string()),
});

const region = z.object({
  file: z.string(),
  offsetBytes: count,
  bytes: count,
  finding: z.enum(['corrupt', 'stale', 'foreign', 'missing']),
  detail: z.string(),
});

/** Schema of the part of a result document that only a load run has (see load-section.ts). */
export const loadSectionSchema = z.object({
  target: targetSchema,
  runId: z.string(),
  command: z.exactOptional(z.string()),
  startedAtSeconds: startedAtSchema,
  elapsedSeconds: number.min(0),
  speed: number.positive(),
  scale: number.positive(),
  ending: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('finished') }),
    z.object({ kind: z.literal('interrupted') }),
    z.object({ kind: z.literal('guard'), guard: z.string(), reason: z.string() }),
    z.object({ kind: z.literal('failed'), reason: z.string() }),
  ]),
  prepared: z.object({ files: count, bytes: count }),
  generator: generatorSchema,
  operations: z.array(operation),
  timeline,
  studioTerms: z.array(studioTerm),
  integrity: z.object({
    bytesVerified: count,
    readsVerified: count,
    regions: count,
    found: z.array(region),
  }),
  outages: z.array(outage),
  outsideOutages: z.exactOptional(z.array(z.object({ metric: z.string(), response: timeSpreadSchema }))),
  unfinished: z.exactOptional(
    z.array(
      z.object({
        metric: z.string(),
        what: z.enum(['operations', 'work']),
        due: count,
        unfinished: count,
      }),
    ),
  ),
  drills: z.array(drill),
});
