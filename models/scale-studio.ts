import { scaledCount } from './stages/scaled-count.ts';
import { kindOf } from './stages/stage-kinds.ts';
import type { Studio } from './studio.ts';

/**
 * Returns the studio with `factor` times the actors. Actors are editors, cards of a delivery, frames of a wave and the
 * nodes that render them, and operations of the churn. Counts are rounded, to one at least. Actors keep their names and
 * their draws. Half a studio is the first half of the whole one, in each delivery and each wave. Twice a studio has all
 * of it and more. The churn has the same bursts at another level. Throws RangeError unless 0 < factor < Infinity.
 */
export function scaleStudio(studio: Studio, factor: number): Studio {
  if (!(factor > 0 && factor < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`a studio is scaled by a number above 0, not ${factor}`);
  }
  if (factor === 1) return studio;
  return {
    ...studio,
    farms: studio.farms.map((farm) => ({ ...farm, nodes: scaledCount(farm.nodes, factor) })),
    stages: studio.stages.map((stage) => kindOf(stage).scale(stage, factor)),
  };
}
