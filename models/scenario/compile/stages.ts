import { kindOf, systemsOf } from '../../stages/stage-kinds.ts';
import type { StageDefinition, Upstream } from '../../studio.ts';
import type { RunSection } from '../schema/infrastructure.ts';
import type { StageSection } from '../schema/stage-fields.ts';
import { chosen } from './choice.ts';
import type { Compilation } from './compilation.ts';
import { dependencyOrder, upstreamOf } from './dependencies.ts';

/** Compiles the stages of a scenario, in its order, each when those have been for whose work it waits. */
export function compileStages(run: RunSection | undefined, compilation: Compilation): StageDefinition[] {
  const { stages } = compilation.scenario;
  const compiled = new Map<string, StageDefinition>();
  for (const name of dependencyOrder(compilation)) {
    const section = stages.get(name);
    if (section === undefined || run === undefined) continue;
    const after = upstreamOf(name, section.after, compiled, compilation);
    const stage = compileStage(name, section, after, run, compilation);
    if (stage !== undefined) compiled.set(name, stage);
  }
  return [...stages.keys()].flatMap((name) => compiled.get(name) ?? []);
}

/**
 * Compiles a stage by its kind. A stage that is wrong is undefined, and what is wrong with it reported. Its storage is an empty
 * text for its kind where the scenario names none: each of its payloads may name its own.
 */
function compileStage(
  name: string,
  section: StageSection,
  after: readonly Upstream[] | undefined,
  run: RunSection,
  compilation: Compilation,
): StageDefinition | undefined {
  const known = [...compilation.scenario.storage.keys()];
  const storage = chosen(section.storage, known) ?? '';
  const base = { name, storage, ...(after === undefined ? {} : { after }) };
  const stage = kindOf(section).compile(base, section, run, compilation);
  return stage !== undefined && systemsOf(stage).every((each) => known.includes(each)) ? stage : undefined;
}
