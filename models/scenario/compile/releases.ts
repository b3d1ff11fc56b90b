import type { ArrivalProcess } from '../../arrivals/arrival-process.ts';
import { scheduled } from '../../arrivals/scheduled.ts';
import type { StageBase } from '../../stages/stage-kind.ts';
import { notBesideAfter } from '../dependency-problems.ts';
import { valueAt } from '../located.ts';
import * as problems from '../problems.ts';
import { ARRIVAL_KINDS, type ArrivalPlan } from '../schema/arrivals.ts';
import type { RunSection } from '../schema/infrastructure.ts';
import { compileArrivals } from './arrivals.ts';
import type { Compilation } from './compilation.ts';

/**
 * Returns the times at which a stage releases work, whose plan stands at a key of its section. After other stages they are the
 * times before which it does not, at first 0. Undefined where there are none, which is reported.
 */
export function compileReleases(
  { name, after }: StageBase,
  plan: ArrivalPlan | undefined,
  key: string,
  run: RunSection,
  compilation: Compilation,
): ArrivalProcess | undefined {
  const path = ['stages', name, key];
  if (after === undefined) {
    if (plan !== undefined) return compileArrivals(plan, run, path, compilation);
    if (valueAt(compilation.document, path) === undefined) {
      compilation.faultOfKey(path, problems.missingKey(key, 'a map'));
    } else {
      compilation.fault(path, problems.notOneKind('an arrival process', [], ARRIVAL_KINDS));
    }
    return undefined;
  }
  if (plan === undefined) {
    const length = Math.max(...after.map(({ releases }) => releases ?? 1));
    return scheduled(Array.from({ length }, () => 0));
  }
  if (plan.kind === 'at') return compileArrivals(plan, run, path, compilation);
  compilation.faultOfKey([...path, plan.kind], notBesideAfter(plan.kind));
  return undefined;
}
