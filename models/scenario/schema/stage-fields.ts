/** Fields that sections of stages share. */

import * as z from 'zod';
import type { OperationKind } from '../../operations.ts';
import { section, wholeNumber } from './fields.ts';

/** Keys that every stage has. */
export interface StageSection {
  readonly kind: string;
  readonly storage?: string | undefined;
  /** Names of the stages for whose work its own waits. */
  readonly after?: readonly string[] | undefined;
}

/** The section of a kind of stage: its kind and storage, and the keys of its own. */
export function stageSection<Kind extends string, Shape extends z.ZodRawShape>(
  kind: Kind,
  description: string,
  shape: Shape,
) {
  return section({ kind: z.literal(kind).describe(description), storage, ...shape });
}

const storage = z
  .string()
  .describe('name of the storage it works on; not needed where there is only one')
  .optional();

/** The stages for whose work a stage waits that releases its own. */
export const after = z
  .union([z.string().transform((name) => [name]), z.array(z.string()).min(1).max(100)])
  .describe(
    'name of the stage, or a list, after whose work its own is released: one release after another, or after the end',
  )
  .optional();

/** The storage of one payload of a stage. */
export const payloadStorage = z
  .string()
  .describe("name of the storage that holds it, if that is not the stage's own")
  .optional();

/** The number of requests that a client keeps in flight. */
export const outstanding = (description: string) => wholeNumber(1, 4096, description);
/** A number of files. */
export const files = (description: string) => wholeNumber(1, 1_000_000_000, description);

/** A field for each kind of operation. */
export function perOperation<Field>(field: (kind: OperationKind) => Field): Record<OperationKind, Field> {
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
