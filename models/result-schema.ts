/**
 * The result document as a schema, for documents that are read back: what is stored may be of another version, or have been
 * edited since. Keys that it does not know are left out.
 */

import * as z from 'zod';
import { EVIDENCE_GRADES } from './hardware/envelope.ts';
import { loadSectionSchema } from './load-section-schema.ts';
import { SPREAD_FIGURES } from './lower-bound.ts';
import { defaultsSchema, scenarioSchema, toolSchema } from './provenance-schema.ts';
import { CERTAINTIES, RESULT_SCHEMA_VERSION, RESULT_UNITS, type ResultDocument } from './result.ts';
import { TIME_KINDS } from './time-part.ts';

const unit = z.enum(RESULT_UNITS);
const number = z.number();
const possibleNumber = number.nullable();
const interval = z.tuple([number, number]).nullable();

const metric = z.object({
  name: z.string(),
  unit,
  count: number,
  mean: possibleNumber,
  ci95: interval,
  p50: possibleNumber,
  p90: possibleNumber,
  p95: possibleNumber,
  p99: possibleNumber,
  p999: possibleNumber,
  max: possibleNumber,
  replicationMeans: z.array(possibleNumber),
  percentileIntervals: z.object({ p50: interval, p95: interval, p99: interval }),
  atLeast: z.exactOptional(z.array(z.enum(SPREAD_FIGURES))),
});

const resource = z.object({
  name: z.string(),
  kind: z.enum(['storage-data', 'storage-metadata', 'link', 'farm', 'cache']),
  capacity: possibleNumber,
  capacityUnit: unit,
  utilization: z.object({
    mean: number,
    p95: number,
    peak: number,
    ci95: interval,
    peakWindowSeconds: z.exactOptional(number.positive()),
    saturatedSeconds: z.exactOptional(number),
  }),
  headroomLimit: possibleNumber,
  lostSecondsByStage: z.record(z.string(), number),
  downSeconds: z.exactOptional(number),
});

const remedy = z.object({ figure: z.string(), unit, now: number, needed: number });

const causePart = z.object({
  kind: z.enum(TIME_KINDS),
  resource: z.string(),
  seconds: number,
  share: number,
});

const cause = z.discriminatedUnion('kind', [
  causePart.extend({ parts: z.array(causePart), remedy: z.exactOptional(remedy), why: z.string() }),
  z.object({
    kind: z.literal('load'),
    resource: z.string(),
    remedy: z.exactOptional(remedy),
    why: z.string(),
  }),
]);

/** An objective or headroom policy, judged. */
export const objectiveSchema = z.object({
  text: z.string(),
  metric: z.string(),
  statistic: z.string(),
  comparison: z.enum(['<=', '>=']),
  unit,
  limit: number,
  value: possibleNumber,
  ci95: interval,
  window: z.exactOptional(z.object({ startSeconds: number, endSeconds: number })),
  replicationValues: z.array(possibleNumber),
  missedIn: z.exactOptional(z.object({ replications: number, of: number })),
  met: z.boolean(),
  margin: possibleNumber,
  certainty: z.enum(CERTAINTIES),
  count: number,
  kind: z.enum(['objective', 'policy']),
  file: z.string(),
  line: number,
  unjudged: z.exactOptional(z.string()),
  unfinished: z.exactOptional(z.literal(true)),
  cause: z.exactOptional(cause),
});

const series = z.object({
  name: z.string(),
  title: z.string(),
  unit,
  group: z.enum(['queue', 'throughput', 'metadata', 'farm', 'utilization']),
  values: z.array(number),
});

const stage = z.object({
  name: z.string(),
  kind: z.string(),
  storage: z.union([z.string(), z.array(z.string())]),
  arrived: number,
  finished: number,
  blocked: z.exactOptional(number),
  lost: z.exactOptional(number),
  carriedOver: z.exactOptional(number),
  bytesRead: number,
  bytesWritten: number,
  operations: number,
});

const fault = z.object({
  name: z.string(),
  kind: z.string(),
  target: z.string(),
  effect: z.string(),
  atSeconds: number,
  repairedAtSeconds: possibleNumber,
  killed: number,
  retried: number,
  lost: number,
});

const storage = z.object({
  name: z.string(),
  device: z.string(),
  figures: z.array(
    z.object({ name: z.string(), value: number, unit, grade: z.enum(EVIDENCE_GRADES), source: z.string() }),
  ),
  transfers: z.exactOptional(
    z.array(
      z.object({
        kind: z.enum(['halfway', 'stated']),
        direction: z.enum(['read', 'write']),
        bytesPerOperation: number,
        operationsPerSecond: number,
        bytesPerSecond: number,
      }),
    ),
  ),
});

const cache = z.object({
  name: z.string(),
  hitRate: possibleNumber,
  ci95: interval,
  replicationHitRates: z.array(possibleNumber),
  bytesHit: number,
  bytesMissed: number,
  bundlesHit: number,
  bundlesMissed: number,
  evictions: number,
});

const overrun = z.object({
  windowSeconds: number,
  untilSeconds: possibleNumber,
  stages: z.array(z.object({ name: z.string(), unfinished: number, untilSeconds: possibleNumber })),
  stopped: z.array(z.string()),
});

const precision = z.object({
  targetShare: number,
  replicationsMin: number,
  replicationsMax: number,
  reached: z.boolean(),
  estimates: z.array(z.object({ name: z.string(), halfWidthShare: possibleNumber, reached: z.boolean() })),
});

const steadiness = z.object({
  kind: z.enum(['steady', 'unstable', 'unsettled']),
  daySeconds: number,
  days: number,
  backlogs: z.array(
    z.object({
      stage: z.string(),
      unfinished: z.array(number),
      growthPerDay: number,
      ci95: interval,
      growing: z.boolean(),
    }),
  ),
  changing: z.array(z.string()),
});

export const resultSchema: z.ZodType<ResultDocument> = z.object({
  schemaVersion: z.literal(RESULT_SCHEMA_VERSION),
  tool: toolSchema,
  scenario: scenarioSchema.extend({ fidelity: z.string(), durationSeconds: number }),
  seed: z.string(),
  replications: number.int().min(1),
  precision: z.exactOptional(precision),
  warmupSeconds: number,
  metrics: z.array(metric),
  resources: z.array(resource),
  objectives: z.array(objectiveSchema),
  bottleneck: z
    .object({ resource: z.string(), why: z.string(), objective: z.string().nullable() })
    .nullable(),
  stages: z.array(stage),
  faults: z.exactOptional(z.array(fault)),
  storage: z.array(storage),
  caches: z.exactOptional(z.array(cache)),
  defaults: z.exactOptional(defaultsSchema),
  timeline: z.object({
    binSeconds: number.positive(),
    startSecondsOfDay: number,
    windowSeconds: z.exactOptional(number.positive()),
    series: z.array(series),
  }),
  warnings: z.array(z.object({ code: z.string(), message: z.string() })),
  overrun: z.exactOptional(overrun),
  steadiness: z.exactOptional(steadiness),
  engine: z.object({ events: number, flows: number, wallSeconds: possibleNumber }),
  load: z.exactOptional(loadSectionSchema),
});

/** "metrics[3].p99: expected number, received string" for each mistake, at most `most` of them. */
export function mistakesOf(error: z.ZodError, most: number): string[] {
  const shown = error.issues.slice(0, most).map(({ path, message }) => {
    const said = message.replace(/^Invalid (input|option|value): /, '');
    return path.length === 0 ? said : `${pathText(path)}: ${said}`;
  });
  const more = error.issues.length - shown.length;
  return more === 0 ? shown : [...shown, `and ${more} more`];
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');
}
