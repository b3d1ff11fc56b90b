import { kindOf } from '../../stages/stage-kinds.ts';
import type { StageDefinition } from '../../studio.ts';
import type { RunSection } from '../schema/infrastructure.ts';
import type { StageSection } from '../schema/stage-fields.ts';
import { chosen } from './choice.ts';
import type { Compilation } from './compilation.ts';

/** Compiles a stage by its kind. A stage that is wrong is undefined, and what is wrong with it reported. */
export function compileStage(
  name: string,
  section: StageSection,
  run: RunSection,
  compilation: Compilation,
): StageDefinition | undefined {
  const storage = chosen(section.storage, [...compilation.scenario.storage.keys()]);
  const base = { name, storage: storage ?? '' };
  const stage = kindOf(section).compile(base, section, run, compilation);
  return storage === undefined ? undefined : stage;
}
