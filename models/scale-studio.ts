import { scaled } from './distributions/distribution.ts';
import type { StageDefinition, Studio } from './studio.ts';

/**
 * The studio with `factor` times the actors: editors, cards of a delivery, frames of a wave and the nodes that render them, operations
 * of the churn. What is counted is rounded, to one at least. Actors keep their names and their draws: half a studio is the first half
 * of the whole one, in each delivery and each wave, twice a studio has all of it and others beside, and the churn has the same bursts
 * at another level. Throws RangeError unless 0 < factor < Infinity.
 */
export function scaleStudio(studio: Studio, factor: number): Studio {
  if (!(factor > 0 && factor < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`a studio is scaled by a number above 0, not ${factor}`);
  }
  if (factor === 1) return studio;
  return {
    ...studio,
    farms: studio.farms.map((farm) => ({ ...farm, nodes: times(farm.nodes, factor) })),
    stages: studio.stages.map((stage) => scaleStage(stage, factor)),
  };
}

function scaleStage(stage: StageDefinition, factor: number): StageDefinition {
  switch (stage.kind) {
    case 'ingest':
      return {
        ...stage,
        cards: times(stage.cards, factor),
        cardsUnscaled: stage.cardsUnscaled ?? stage.cards,
      };
    case 'render':
      return {
        ...stage,
        framesPerWave: times(stage.framesPerWave, factor),
        framesPerWaveUnscaled: stage.framesPerWaveUnscaled ?? stage.framesPerWave,
      };
    case 'metadata':
      return { ...stage, rate: { ...stage.rate, level: scaled(stage.rate.level, factor) } };
    case 'editorial':
      return { ...stage, seats: times(stage.seats, factor) };
  }
}

function times(count: number, factor: number): number {
  return Math.max(1, Math.round(count * factor));
}
