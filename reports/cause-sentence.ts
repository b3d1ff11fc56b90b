/** Sentences on the causes of missed objectives. */

import type { ObjectiveResult } from '../models/result.ts';
import { judgement } from './verdict-text.ts';

/** Objectives and policies that are missed, in their order. */
export function missedObjectives(objectives: readonly ObjectiveResult[]): readonly ObjectiveResult[] {
  return objectives.filter((objective) => judgement(objective) === 'missed');
}

/** "14h 2min of 15h 10min (93%) is spent in the queue of compute.gpu, which has 200 GPUs.", or why there is no cause. */
export function causeSentence({ cause }: ObjectiveResult): string {
  return cause?.why ?? 'No cause can be told: this result does not say what its value is made of.';
}
