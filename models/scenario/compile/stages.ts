import { kindOf, systemsOf } from '../../stages/stage-kinds.ts';
import type { StageDefinition } from '../../studio.ts';
import type { RunSection } from '../schema/infrastructure.ts';
import type { StageSection } from '../schema/stage-fields.ts';
import { chosen } from './choice.ts';
import type { Compilation } from './compilation.ts';

/**
 * Compiles a stage by its kind. A stage that is wrong is undefined, and what is wrong with it reported. Its storage is an empty
 * text for its kind where the scenario names none: each of its payloads may name its own.
 */
export function compileStage(
  name: string,
  section: StageSection,
  run: RunSection,
  compilation: Compilation,
): StageDefinition | undefined {
  const known = [...compilation.scenario.storage.keys()];
  const base = { name, storage: chosen(section.storage, known) ?? '' };
  const stage = kindOf(section).compile(base, section, run, compilation);
  return stage !== undefined && systemsOf(stage).every((each) => known.includes(each)) ? stage : undefined;
}
