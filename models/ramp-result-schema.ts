/** The document of a ramp as a schema, for documents that are read back (see result-schema.ts). */

import * as z from 'zod';
import { generatorSchema, startedAtSchema, targetSchema, timeSpreadSchema } from './load-section-schema.ts';
import { defaultsSchema, scenarioSchema, toolSchema } from './provenance-schema.ts';
import { RAMP_SCHEMA_VERSION, type RampResult } from './ramp-result.ts';
import { objectiveSchema } from './result-schema.ts';

const number = z.number();
const possibleNumber = number.nullable();
const multiple = number.positive();

const criterion = { criterion: z.enum(['objective', 'backlog', 'errors', 'wrong data']), why: z.string() };

const noEvidence = z.object({
  kind: z.enum(['generator', 'guard', 'interrupted', 'failed']),
  why: z.string(),
});

const probe = z.object({
  multiple,
  runId: z.string(),
  startedAtSeconds: startedAtSchema,
  loadSeconds: number.min(0),
  outcome: z.enum(['held', 'broke', 'generator', 'guard', 'interrupted', 'failed']),
  broke: z.array(z.object(criterion)),
  noEvidence: noEvidence.nullable(),
  answeredPerSecond: number,
  readBytesPerSecond: number,
  writtenBytesPerSecond: number,
  backlog: z
    .object({
      offeredPerSecond: number,
      answeredPerSecond: number,
      growthPerSecond: number,
      growthStandardError: number,
      endOperations: number,
    })
    .nullable(),
  response: timeSpreadSchema,
  service: timeSpreadSchema,
  objectives: z.array(objectiveSchema),
  generator: generatorSchema,
});

export const rampResultSchema: z.ZodType<RampResult> = z.object({
  schemaVersion: z.literal(RAMP_SCHEMA_VERSION),
  document: z.literal('ramp'),
  tool: toolSchema,
  scenario: scenarioSchema,
  seed: z.string(),
  defaults: z.exactOptional(defaultsSchema),
  command: z.string(),
  target: targetSchema,
  speed: number.positive(),
  probeSeconds: number.positive(),
  precision: number.positive(),
  probes: z.array(probe),
  headroom: z.object({
    multiple: multiple.nullable(),
    interval: z.tuple([number, multiple.nullable()]),
    offeredPerSecond: possibleNumber,
    answeredPerSecond: possibleNumber,
    readBytesPerSecond: possibleNumber,
    writtenBytesPerSecond: possibleNumber,
  }),
  bound: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('target'), ...criterion }),
    z.object({ kind: z.literal('maximum'), why: z.string() }),
    noEvidence,
  ]),
});
