import { mean } from '../../distributions/distribution.ts';
import type { Statistic } from '../../objective.ts';
import { leastStatistic } from '../least-possible.ts';
import { paceOf } from '../pace.ts';
import { scaledCount } from '../scaled-count.ts';
import type { Least, StageTraits } from '../stage-kind.ts';
import { transferCount } from '../transfer.ts';
import type { IngestStage } from './definition.ts';

export function ingestTraits({ arrivals, readerBytesPerSecond }: IngestStage): StageTraits {
  return { pace: paceOf(arrivals), farm: null, readerBytesPerSecond };
}

/** Scales the cards of a delivery. */
export function scaleIngest(stage: IngestStage, factor: number): IngestStage {
  const cardsUnscaled = stage.cardsUnscaled ?? stage.cards;
  return { ...stage, cards: scaledCount(stage.cards, factor), cardsUnscaled };
}

/** Returns the mean payload of one transfer of a card. */
export function cardPayloadBytes({ bytesPerCard, bytesPerFile }: IngestStage): number {
  const bytes = mean(bytesPerCard);
  return bytes / transferCount(bytes, Math.max(1, Math.ceil(bytes / bytesPerFile)));
}

export function leastOfIngest(stage: IngestStage, metric: string, statistic: Statistic): Least | undefined {
  if (metric !== 'completion') return undefined;
  return {
    seconds: leastStatistic(stage.bytesPerCard, statistic) / stage.readerBytesPerSecond,
    what: 'reading one card alone',
  };
}
