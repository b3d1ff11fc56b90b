/** The run and the hardware of a scenario: storage, network, compute. */

import * as z from 'zod';
import { CURVE_POINTS_MIN } from '../../hardware/calibrate-curve.ts';
import { GPUS } from '../../hardware/catalog/gpus.ts';
import { CUSTOM_DEVICE, listStorage } from '../../hardware/catalog.ts';
import { OPERATION_KINDS } from '../../operations.ts';
import { REPLICATIONS_MINIMUM } from '../../statistics/stopping-rule.ts';
import {
  NOT_NEGATIVE,
  optionalOr,
  POSITIVE,
  POSITIVE_SHARE,
  quantity,
  section,
  sectionName,
  textLike,
  wholeNumber,
} from './fields.ts';

const YEAR_SECONDS = 366 * 86_400;
const DAYS_MAX = 366;

/** How often a day is repeated at most until it is steady, unless the scenario says so. */
export const DAYS_UNLESS_GIVEN = 7;

const REPLICATIONS_MAX = 1000;

const precisionSchema = section({
  precision: quantity(
    'fraction',
    { text: 'above 0% and at most 50%', holds: (share) => share > 0 && share <= 0.5 },
    'replications are added until the 95% interval of every objective is at most this far from its value, either way',
  ),
  atLeast: wholeNumber(
    REPLICATIONS_MINIMUM,
    REPLICATIONS_MAX,
    'replications before anything is decided; 10 unless given, as fewer make intervals less reliable',
  ).optional(),
  atMost: wholeNumber(
    REPLICATIONS_MINIMUM,
    REPLICATIONS_MAX,
    'replications after which the run ends in any case; 100 unless given',
  ).optional(),
}).describe('as many replications as a precision takes');

export const runSchema = section({
  start: quantity('time of day', NOT_NEGATIVE, 'time of day at which the run starts').prefault('00:00'),
  duration: quantity(
    'seconds',
    { text: 'above 0 and at most 366 days', holds: (seconds) => seconds > 0 && seconds <= YEAR_SECONDS },
    'span in which work arrives; what has arrived is finished',
  ),
  until: optionalOr(
    z
      .literal('steady')
      .describe(
        '"steady": the day is repeated, unfinished work going on in the next, until its measures are steady',
      ),
    'the span is run once',
  ),
  days: optionalOr(
    wholeNumber(
      2,
      DAYS_MAX,
      `how often "until: steady" repeats the day at most; ${DAYS_UNLESS_GIVEN} unless given`,
    ),
    String(DAYS_UNLESS_GIVEN),
    ({ until }) => until !== undefined,
  ),
  warmup: z
    .union([quantity('seconds', NOT_NEGATIVE, 'left out of steady measures'), z.literal('auto')])
    .describe('start of the run that is left out of steady measures: a duration, or "auto" to find it')
    .prefault('auto'),
  replications: z
    .union([wholeNumber(1, REPLICATIONS_MAX, 'how many'), precisionSchema])
    .describe(
      'independent repetitions, from which the intervals come: how many, or how precise they must make them',
    )
    .prefault(10),
  seed: textLike('any text; the same seed gives the same result').prefault('headroom'),
  fidelity: z
    .enum(['flows', 'operations'])
    .describe(
      '"flows": batches of operations as flows, for days; "operations": each operation an event, for busy hours',
    )
    .prefault('flows'),
}).meta({ description: 'what is run, and how often', examples: [{ duration: '24h' }] });

const serviceSchema = section({
  operations: z
    .array(z.enum(OPERATION_KINDS))
    .min(1)
    .describe('kinds of operations that it answers in place of the services of data and metadata'),
  rate: quantity('operations/s', POSITIVE, 'operations that it answers, without payload'),
  bandwidth: quantity('bytes/s', POSITIVE, 'payload of its reads or writes').optional(),
  idleResponse: quantity('seconds', POSITIVE, 'response time of one operation when it is idle').optional(),
}).describe('a service of a storage system with a queue of its own');

export const storageSchema = section({
  device: z
    .string()
    .meta({ examples: [CUSTOM_DEVICE, ...listStorage().map(({ id }) => id)] })
    .describe('device of the catalog, or "custom" with every figure given here'),
  nodes: wholeNumber(1, 100_000, 'number of nodes; as published unless given').optional(),
  derate: quantity('fraction', POSITIVE_SHARE, 'fraction of every rate that is counted on').optional(),
  metadataIsolated: z
    .boolean()
    .describe('whether metadata has a service of its own beside bulk data')
    .optional(),
  read: quantity('bytes/s', POSITIVE, 'read bandwidth of the whole system').optional(),
  write: quantity('bytes/s', POSITIVE, 'write bandwidth of the whole system').optional(),
  readRate: quantity(
    'operations/s',
    POSITIVE,
    'reads of the whole system, without payload unless "readSize" says of which size',
  ).optional(),
  writeRate: quantity(
    'operations/s',
    POSITIVE,
    'writes of the whole system, without payload unless "writeSize" says of which size',
  ).optional(),
  readSize: quantity('bytes', POSITIVE, 'size of the reads that "readRate" was measured with').optional(),
  writeSize: quantity('bytes', POSITIVE, 'size of the writes that "writeRate" was measured with').optional(),
  metadataRate: quantity('operations/s', POSITIVE, 'getattr operations of the whole system').optional(),
  idleResponse: quantity(
    'seconds',
    POSITIVE,
    'response time of a small operation on the idle system',
  ).optional(),
  beyondPeak: quantity(
    'fraction',
    { text: 'at least 0% and at most 400%', holds: (share) => share >= 0 && share <= 4 },
    'how far the capacity lies above the rates; 0% where they are limits, as those of a custom device are unless it says otherwise',
  ).optional(),
  curve: z
    .array(
      z.tuple([
        quantity('operations/s', POSITIVE, 'a rate'),
        quantity('seconds', POSITIVE, 'mean response time at that rate'),
      ]),
    )
    .min(CURVE_POINTS_MIN)
    .max(1000)
    .describe(
      'its own load-response curve, measured or published: rates and mean response times, by rising load',
    )
    .optional(),
  services: z
    .record(sectionName, serviceSchema)
    .describe('services beside those of data and metadata, such as a journal for commits, by name')
    .optional(),
}).describe('a storage system');

export const networkSchema = section({
  racks: wholeNumber(1, 10_000, 'racks; nodes stand in them in turn'),
  host: quantity('bytes/s', POSITIVE, 'network of one host'),
  uplink: quantity('bytes/s', POSITIVE, 'from a rack to the core'),
  core: quantity('bytes/s', POSITIVE, 'core, through which all storage is reached'),
  roundTrip: quantity('seconds', NOT_NEGATIVE, 'round trip between a host and the storage'),
}).meta({
  description: 'hosts in racks behind uplinks, and one core',
  examples: [{ racks: 10, host: '25GbE', uplink: '100GbE', core: '400GbE', roundTrip: '200us' }],
});

export const farmSchema = section({
  nodes: wholeNumber(1, 1_000_000, 'number of nodes'),
  gpus: wholeNumber(1, 64, 'GPUs of a node; a frame takes one').prefault(1),
  gpu: z
    .string()
    .meta({ examples: GPUS.map(({ id }) => id) })
    .describe('GPU of the catalog, which gives its memory')
    .optional(),
  gpuMemory: quantity('bytes', POSITIVE, 'memory of one GPU').optional(),
}).describe('identical nodes with GPUs');

export type RunSection = z.output<typeof runSchema>;
export type ReplicationsSection = RunSection['replications'];
export type StorageSection = z.output<typeof storageSchema>;
export type NetworkSection = z.output<typeof networkSchema>;
export type FarmSection = z.output<typeof farmSchema>;
