/** The order of stages that wait for each other, with what is wrong in it. */

import { type ArrivalProcess, goesOn } from '../../arrivals/arrival-process.ts';
import { statedReleases } from '../../stages/releases.ts';
import { kindOf } from '../../stages/stage-kinds.ts';
import type { StageDefinition, Upstream } from '../../studio.ts';
import { stageNeverEnds, stagesInCycle, unknownStage } from '../dependency-problems.ts';
import { type DocumentPath, type Located, valueAt } from '../located.ts';
import type { Compilation } from './compilation.ts';

/** A stage that another one names in its "after". */
interface Named {
  readonly stage: string;
  readonly path: DocumentPath;
}

/**
 * Returns the names of all stages, each behind those for which it waits. Reports names of "after" that stand for no stage, and
 * stages that wait for each other.
 */
export function dependencyOrder(compilation: Compilation): readonly string[] {
  const known = [...compilation.scenario.stages.keys()];
  const ordered = new Set<string>();
  const entered: string[] = [];
  const enter = (stage: string): void => {
    entered.push(stage);
    for (const { stage: upstream, path } of namedBy(stage, compilation)) {
      if (compilation.isFull) break;
      if (!known.includes(upstream)) {
        compilation.fault(
          path,
          unknownStage(
            upstream,
            known.filter((name) => name !== stage),
          ),
        );
      } else if (entered.includes(upstream)) {
        compilation.fault(path, stagesInCycle([...entered.slice(entered.indexOf(upstream)), upstream]));
      } else if (!ordered.has(upstream)) {
        enter(upstream);
      }
    }
    entered.pop();
    ordered.add(stage);
  };
  for (const stage of known) if (!ordered.has(stage)) enter(stage);
  return [...ordered];
}

/**
 * Returns the stages for whose work a stage waits; undefined where it waits for none. Reports those that never end. One that is
 * wrong itself is left out.
 */
export function upstreamOf(
  stage: string,
  after: readonly string[] | undefined,
  compiled: ReadonlyMap<string, StageDefinition>,
  compilation: Compilation,
): readonly Upstream[] | undefined {
  if (after === undefined) return undefined;
  const named = namedBy(stage, compilation);
  return [...new Set(after)].map((name) => {
    const upstream = compiled.get(name);
    const release = upstream === undefined ? undefined : kindOf(upstream).traits(upstream).release;
    const path = named.find((each) => each.stage === name)?.path;
    if (upstream !== undefined && path !== undefined && neverEnds(release))
      compilation.fault(path, stageNeverEnds(name));
    return { stage: name, releases: release === undefined ? null : statedReleases(release) };
  });
}

function neverEnds(release: ArrivalProcess | undefined): boolean {
  return release === undefined || goesOn(release);
}

/** The texts of a stage's "after", as one or as a list; what is neither is for the schema to report. */
function namedBy(stage: string, { document }: Compilation): readonly Named[] {
  const path = ['stages', stage, 'after'];
  const value = valueAt(document, path);
  const texts = (located: Located, at: DocumentPath): Named[] =>
    located.kind === 'scalar' && typeof located.value === 'string'
      ? [{ stage: located.value, path: at }]
      : [];
  if (value === undefined) return [];
  return value.kind === 'list'
    ? value.items.flatMap((item, index) => texts(item, [...path, index]))
    : texts(value, path);
}
