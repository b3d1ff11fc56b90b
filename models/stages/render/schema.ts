import * as z from 'zod';
import { release } from '../../scenario/schema/arrivals.ts';
import { distribution } from '../../scenario/schema/distribution.ts';
import { NOT_NEGATIVE, POSITIVE, quantity, section, wholeNumber } from '../../scenario/schema/fields.ts';
import {
  after,
  files,
  outstanding,
  payloadStorage,
  perOperation,
  stageSection,
} from '../../scenario/schema/stage-fields.ts';

/** More reads of one frame than anyone tells apart. */
const READS_MAX = 50;

const payload = (description: string) =>
  section({
    storage: payloadStorage,
    bytes: distribution('bytes', NOT_NEGATIVE, 'data of one frame'),
    files: files('files over which it is spread'),
  }).describe(description);

const assetReads = z
  .array(
    section({
      from: z.string().describe('name of the asset'),
      bytes: distribution('bytes', POSITIVE, 'data of one frame, of bundles drawn by their popularity'),
      files: files('files over which it is spread'),
    }),
  )
  .min(1)
  .max(READS_MAX)
  .describe('what a frame reads of assets, one after the other');

const operationCounts = section(
  perOperation((kind) => wholeNumber(0, 1_000_000_000, `${kind} operations`).optional()),
);

export const renderSchema = stageSection('render', 'waves of frames on a farm', {
  farm: z.string().describe('name of the farm it runs on; not needed where there is only one').optional(),
  after,
  release,
  priority: wholeNumber(0, 1000, 'lower goes first').prefault(0),
  frame: section({
    time: distribution('seconds', POSITIVE, 'time to compute a frame once its inputs are there'),
    gpuMemory: quantity('bytes', NOT_NEGATIVE, 'GPU memory that a frame needs'),
    reads: z
      .union([payload('inputs of a frame'), assetReads])
      .describe('inputs of a frame: files of its stage alone, or a list of reads from assets'),
    writes: payload('outputs of a frame'),
    metadata: operationCounts.describe('operations with which a frame finds its inputs').default({}),
    outstanding: outstanding('requests that a frame keeps in flight').prefault(8),
    verify: z.boolean().describe('read the output back before it is published').default(true),
  }).describe('what one frame needs'),
}).describe('waves of frames on a farm');

export type RenderSection = z.output<typeof renderSchema>;
