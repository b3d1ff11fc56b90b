import { workingHours } from '../../scenario/compile/arrivals.ts';
import type { Compilation } from '../../scenario/compile/compilation.ts';
import { limitWork } from '../../scenario/compile/work-limit.ts';
import type { RunSection } from '../../scenario/schema/infrastructure.ts';
import type { StageBase } from '../stage-kind.ts';
import type { EditorialStage } from './definition.ts';
import type { EditorialSection } from './schema.ts';

export function compileEditorial(
  base: StageBase,
  section: EditorialSection,
  run: RunSection,
  compilation: Compilation,
): EditorialStage | undefined {
  const path = ['stages', base.name];
  const gestures = workingHours(section.gestures, section.hours, run, path, compilation);
  if (gestures === undefined) return undefined;
  limitWork([...path, 'gestures'], section.gestures * run.duration * section.seats, compilation);
  return {
    ...base,
    kind: 'editorial',
    seats: section.seats,
    gestures,
    readsPerGesture: section.readsPerGesture,
    bytesPerRead: section.bytesPerRead,
    outstanding: section.outstanding,
    files: section.files,
  };
}
