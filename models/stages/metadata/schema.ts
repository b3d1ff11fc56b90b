import type * as z from 'zod';
import { mean } from '../../distributions/distribution.ts';
import { OPERATION_KINDS, type OperationKind } from '../../operations.ts';
import * as quantityProblems from '../../scenario/quantity-problems.ts';
import { distribution } from '../../scenario/schema/distribution.ts';
import {
  NOT_NEGATIVE,
  POSITIVE,
  quantity,
  refuse,
  SHARE,
  section,
  wholeNumber,
} from '../../scenario/schema/fields.ts';
import { files, perOperation, stageSection } from '../../scenario/schema/stage-fields.ts';

const mix = section(
  perOperation((kind) => quantity('fraction', SHARE, `share of ${kind} operations`).optional()),
)
  .transform((shares, context) => {
    const total = OPERATION_KINDS.reduce((sum, kind) => sum + (shares[kind] ?? 0), 0);
    if (Math.abs(total - 1) > MIX_TOLERANCE) {
      refuse(context, quantityProblems.sharesNotWhole(`${Number((total * 100).toPrecision(6))}%`));
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

export const metadataSchema = stageSection(
  'metadata',
  'path resolution, version look-ups and small reads by the pipeline',
  {
    rate: section({
      level: rate,
      levelEvery: quantity('seconds', POSITIVE, 'how long a level lasts').prefault('1h'),
      burst: distribution('count', POSITIVE, 'factor on the level, of mean 1, drawn anew for each burst')
        .superRefine((burst, context) => {
          const found = mean(burst);
          if (Math.abs(found - 1) > MEAN_TOLERANCE) refuse(context, quantityProblems.meanNotOne(found));
        })
        .prefault(1),
      burstEvery: quantity(
        'seconds',
        POSITIVE,
        'how long a burst lasts; a level lasts a whole number of them',
      ).prefault('1s'),
    }).describe('how many operations: a level that changes slowly times a burst that changes fast'),
    mix,
    readBytes: distribution(
      'bytes',
      NOT_NEGATIVE,
      'size of a read; needed when the mix has reads',
    ).optional(),
    writeBytes: distribution(
      'bytes',
      NOT_NEGATIVE,
      'size of a write; needed when the mix has writes',
    ).optional(),
    files: files('files that the churn walks over'),
    clients: wholeNumber(1, 1_000_000, 'machines from which the churn comes'),
  },
).describe('path resolution, version look-ups and small reads by the pipeline, all day');

export type MetadataSection = z.output<typeof metadataSchema>;
