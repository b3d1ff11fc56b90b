/** The kinds of stages, as scenarios write them. */

import * as z from 'zod';
import { mean } from '../../distributions/distribution.ts';
import { CAMERAS } from '../../hardware/catalog/cameras.ts';
import { OPERATION_KINDS, type OperationKind } from '../../operations.ts';
import * as problems from '../problems.ts';
import { arrivals, release } from './arrivals.ts';
import { distribution } from './distribution.ts';
import { NOT_NEGATIVE, POSITIVE, quantity, refuse, SHARE, section, wholeNumber } from './fields.ts';

const storage = z
  .string()
  .describe('name of the storage it works on; not needed where there is only one')
  .optional();
const outstanding = (description: string) => wholeNumber(1, 4096, description);
const files = (description: string) => wholeNumber(1, 1_000_000_000, description);

const ingest = section({
  kind: z.literal('ingest').describe('camera cards copied into the studio'),
  storage,
  arrivals: arrivals.describe('when a delivery of cards arrives'),
  cards: wholeNumber(1, 1000, 'cards of one delivery, copied side by side').prefault(1),
  camera: z
    .string()
    .meta({ examples: CAMERAS.map(({ id }) => id) })
    .describe('camera of the catalog; gives the size of a frame and the speed of its drive')
    .optional(),
  footage: distribution(
    'seconds',
    POSITIVE,
    'recorded time of a delivery, spread over its cards; with a camera',
  ).optional(),
  frameRate: quantity(
    'frames/s',
    POSITIVE,
    'frames a second of the footage; with a camera, 24fps unless given',
  ).optional(),
  bytesPerCard: distribution('bytes', POSITIVE, 'data on one card; without a camera').optional(),
  bytesPerFile: quantity('bytes', POSITIVE, 'size of one file, a frame mostly; without a camera').optional(),
  reader: quantity(
    'bytes/s',
    POSITIVE,
    'speed of the reader of a card; overrides that of a camera',
  ).optional(),
  outstanding: outstanding('requests that a copy keeps in flight').prefault(8),
  verify: z.boolean().describe('read back and compare after the copy').default(true),
}).describe('camera cards copied into the studio');

/** A field for each kind of operation. */
function perOperation<Field>(field: (kind: OperationKind) => Field): Record<OperationKind, Field> {
  return {
    lookup: field('lookup'),
    getattr: field('getattr'),
    access: field('access'),
    readdir: field('readdir'),
    create: field('create'),
    rename: field('rename'),
    remove: field('remove'),
    read: field('read'),
    write: field('write'),
    commit: field('commit'),
  };
}

const payload = (description: string) =>
  section({
    bytes: distribution('bytes', NOT_NEGATIVE, 'data of one frame'),
    files: files('files over which it is spread'),
  }).describe(description);

const operationCounts = section(
  perOperation((kind) => wholeNumber(0, 1_000_000_000, `${kind} operations`).optional()),
);

const render = section({
  kind: z.literal('render').describe('waves of frames on a farm'),
  storage,
  farm: z.string().describe('name of the farm it runs on; not needed where there is only one').optional(),
  release,
  priority: wholeNumber(0, 1000, 'lower goes first').prefault(0),
  frame: section({
    time: distribution('seconds', POSITIVE, 'time to compute a frame once its inputs are there'),
    gpuMemory: quantity('bytes', NOT_NEGATIVE, 'GPU memory that a frame needs'),
    reads: payload('inputs of a frame'),
    writes: payload('outputs of a frame'),
    metadata: operationCounts.describe('operations with which a frame finds its inputs').default({}),
    outstanding: outstanding('requests that a frame keeps in flight').prefault(8),
    verify: z.boolean().describe('read the output back before it is published').default(true),
  }).describe('what one frame needs'),
}).describe('waves of frames on a farm');

const mix = section(
  perOperation((kind) => quantity('fraction', SHARE, `share of ${kind} operations`).optional()),
)
  .transform((shares, context) => {
    const total = OPERATION_KINDS.reduce((sum, kind) => sum + (shares[kind] ?? 0), 0);
    if (Math.abs(total - 1) > MIX_TOLERANCE) {
      refuse(context, problems.sharesNotWhole(`${Number((total * 100).toPrecision(6))}%`));
    }
    // Published shares are rounded; those that are simulated add up.
    const divisor = Math.abs(total - 1) < 1e-9 ? 1 : total;
    const fractions: Partial<Record<OperationKind, number>> = {};
    for (const kind of OPERATION_KINDS) {
      const share = shares[kind];
      if (share !== undefined) fractions[kind] = share / divisor;
    }
    return fractions;
  })
  .describe('share of each kind of operation; together 100%');

/** Shares rounded to 0.1% still add up within this. */
const MIX_TOLERANCE = 0.005;

const rate = distribution(
  'operations/s',
  POSITIVE,
  'operations of the whole studio, drawn anew for each level',
);

/** Parameters are rounded: a p95 that was measured seldom belongs to a mean of exactly 1. */
const MEAN_TOLERANCE = 0.05;

const metadata = section({
  kind: z.literal('metadata').describe('path resolution, version look-ups and small reads by the pipeline'),
  storage,
  rate: section({
    level: rate,
    levelEvery: quantity('seconds', POSITIVE, 'how long a level lasts').prefault('1h'),
    burst: distribution('count', POSITIVE, 'factor on the level, of mean 1, drawn anew for each burst')
      .superRefine((burst, context) => {
        const found = mean(burst);
        if (Math.abs(found - 1) > MEAN_TOLERANCE) refuse(context, problems.meanNotOne(found));
      })
      .prefault(1),
    burstEvery: quantity(
      'seconds',
      POSITIVE,
      'how long a burst lasts; a level lasts a whole number of them',
    ).prefault('1s'),
  }).describe('how many operations: a level that changes slowly times a burst that changes fast'),
  mix,
  readBytes: distribution('bytes', NOT_NEGATIVE, 'size of a read; needed when the mix has reads').optional(),
  writeBytes: distribution(
    'bytes',
    NOT_NEGATIVE,
    'size of a write; needed when the mix has writes',
  ).optional(),
  files: files('files that the churn walks over'),
  clients: wholeNumber(1, 1_000_000, 'machines from which the churn comes'),
}).describe('path resolution, version look-ups and small reads by the pipeline, all day');

const editorial = section({
  kind: z.literal('editorial').describe('editors scrubbing through proxies'),
  storage,
  seats: wholeNumber(1, 100_000, 'editors'),
  hours: z
    .tuple([quantity('time of day', NOT_NEGATIVE, 'from'), quantity('time of day', NOT_NEGATIVE, 'to')])
    .describe('working hours, every day; without them day and night: ["09:00", "19:00"]')
    .optional(),
  gestures: quantity('operations/s', POSITIVE, 'how often each editor moves the playhead, at random moments'),
  readsPerGesture: distribution('count', POSITIVE, 'reads of one gesture'),
  bytesPerRead: distribution('bytes', POSITIVE, 'size of a read'),
  outstanding: outstanding('reads that an editor keeps in flight').prefault(2),
  files: files('proxy files that are scrubbed through'),
}).describe('editors scrubbing through proxies: bursts of small random reads');

export const stageSchema = z.discriminatedUnion('kind', [ingest, render, metadata, editorial]);

export type StageSection = z.output<typeof stageSchema>;
export type IngestSection = z.output<typeof ingest>;
export type RenderSection = z.output<typeof render>;
export type MetadataSection = z.output<typeof metadata>;
export type EditorialSection = z.output<typeof editorial>;
