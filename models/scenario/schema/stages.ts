/** Stages as scenarios write them: the section of any kind that is registered. */

import * as z from 'zod';
import { stageKinds } from '../../stages/stage-kinds.ts';

/** Returns the schema of a stage, of which the key "kind" says by which section it is read. */
export function stageSchema() {
  const [first, ...others] = stageKinds().map(({ schema }) => schema);
  if (first === undefined) throw new Error('there are no stage kinds');
  return z.discriminatedUnion('kind', [first, ...others]);
}
