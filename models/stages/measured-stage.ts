import type { StudioTerm } from '../load-section.ts';
import type { OperationKind } from '../operations.ts';

/** The measurements of one stage by a load run. */
export interface MeasuredStage {
  readonly elapsedSeconds: number;
  /** Units of work that arrived, and those of them that were finished. */
  readonly arrived: number;
  readonly finished: number;
  /** Returns what was measured of the operations of one kind in one step. */
  operations(step: string, kind: OperationKind): MeasuredOperations;
}

/** Operations of one kind in one step of a stage, as a load run measured them. */
export interface MeasuredOperations {
  /** Operations that came due. */
  readonly offered: number;
  readonly answered: number;
  /** Payload of those that were answered. */
  readonly bytes: number;
  /** Returns how many were answered within some seconds of the time at which they were due. */
  answeredWithin(seconds: number): number;
}

/** A figure of one stage in the words of a studio. */
export type StageTerm = Omit<StudioTerm, 'stage'>;

/** Returns the rate of publishing, each a rename from a staged place to where readers look; nothing where none was. */
export function publishes(measured: MeasuredStage, one: string, several: string): readonly StageTerm[] {
  const { answered } = measured.operations('publish', 'rename');
  if (answered === 0) return [];
  return [
    {
      name: 'publishes',
      unit: 'count',
      value: (answered / measured.elapsedSeconds) * 60,
      meaning: `per minute, ${answered} ${answered === 1 ? one : several} renamed into place in all`,
    },
  ];
}
