/** The one storage system of a scenario that a target stands for, chosen by the person or given by what is performed. */

import type { LoadPlan } from '../loadgen/plan/load-plan.ts';
import { closest } from '../models/scenario/suggestion.ts';
import { systemsOf } from '../models/stages/stage-kinds.ts';
import type { StandsFor } from '../models/stands-for.ts';
import type { StageDefinition, Studio } from '../models/studio.ts';
import { EXIT } from './exit-codes.ts';
import { Failure } from './failure.ts';

type Stages = readonly StageDefinition[];

/** Names of the storage systems that stages work on, in the order of the stages. */
export function storageOf(stages: Stages): readonly string[] {
  return [...new Set(stages.flatMap(systemsOf))];
}

/** Keeps the stages that work on one storage system alone. */
export function onStorage(studio: Studio, storage: string): Studio {
  return { ...studio, stages: studio.stages.filter((stage) => worksOnlyOn(stage, storage)) };
}

/** The studio with the stages of `--storage`. Throws a Failure for a name that it has not, or that none of its stages works on. */
export function chooseStorage(studio: Studio, name: string): Studio {
  const known = studio.storage.map((system) => system.name);
  if (!known.includes(name)) {
    const nearest = closest(name, known);
    throw new Failure(EXIT.usage, `--storage: there is no storage system "${name}"`, {
      hint: nearest === null ? `there are ${known.join(', ')}` : `did you mean ${nearest}?`,
    });
  }
  const chosen = onStorage(studio, name);
  if (chosen.stages.length > 0) return chosen;
  throw new Failure(EXIT.usage, `--storage: no stage to be performed works on "${name}"`, {
    hint: `they work on ${usesText(studio.stages)}`,
  });
}

/**
 * The storage system on which the operations of a plan are. `asked` are the stages that were asked for, before `--storage` chose
 * among them. Throws a Failure where the plan has operations on several.
 */
export function standsForOf(file: string, plan: LoadPlan, asked: Stages): StandsFor {
  const busy = new Set(plan.stages.filter(({ operations }) => operations > 0).map(({ stage }) => stage));
  const performed = asked.filter(({ name }) => busy.has(name));
  const systems = storageOf(performed);
  const [storage = ''] = systems;
  if (systems.length > 1) {
    const alone = systems.filter((name) => performed.some((stage) => worksOnlyOn(stage, name)));
    const stages = performed.filter((stage) => worksOnlyOn(stage, alone[0] ?? '')).map(({ name }) => name);
    const choices = alone.map((name) => `--storage ${name}`).join(' or ');
    const hint =
      alone.length === 0
        ? 'each of its stages works on several, which only a simulation can do'
        : `choose with ${choices}, or by stages such as --stages ${stages.join(',')}`;
    throw new Failure(
      EXIT.usage,
      `${file} works on ${systems.length} storage systems, and a target stands for one: ${usesText(performed)}`,
      { hint },
    );
  }
  const leftOut = asked
    .filter((stage) => !worksOnlyOn(stage, storage))
    .map((stage) => ({
      stage: stage.name,
      storage: systemsOf(stage)
        .filter((name) => name !== storage)
        .join(', '),
    }));
  return { storage, leftOut };
}

function worksOnlyOn(stage: StageDefinition, storage: string): boolean {
  return systemsOf(stage).every((name) => name === storage);
}

/** "hot (edit, churn) and archive (backup)" */
function usesText(stages: Stages): string {
  const uses = storageOf(stages).map((storage) => {
    const names = stages.filter((stage) => systemsOf(stage).includes(storage)).map(({ name }) => name);
    return `${storage} (${names.join(', ')})`;
  });
  const last = uses.pop() ?? 'none';
  return uses.length === 0 ? last : `${uses.join(', ')} and ${last}`;
}
