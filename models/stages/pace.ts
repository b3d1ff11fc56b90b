import type { ArrivalProcess } from '../arrivals/arrival-process.ts';
import type { StageTraits } from './stage-kind.ts';

/** Returns the pace of work that arrives by a process: steady at random moments, planned at times that are stated. */
export function paceOf({ kind }: ArrivalProcess): StageTraits['pace'] {
  return kind === 'poisson' || kind === 'bursts' || kind === 'daily-profile' ? 'steady' : 'planned';
}
