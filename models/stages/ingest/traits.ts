import { mean } from '../../distributions/distribution.ts';
import type { Statistic } from '../../objective.ts';
import { leastStatistic } from '../least-possible.ts';
import { paceOf } from '../pace.ts';
import { scaledCount } from '../scaled-count.ts';
import type { Least, StageTraits } from '../stage-kind.ts';
import { transferCount } from '../transfer-size.ts';
import type { IngestStage } from './definition.ts';

/** Returns what is asked about a stage: deliveries are read by the cards' own readers, where they have any. */
export function ingestTraits({ arrivals, from, readerBytesPerSecond }: IngestStage): StageTraits {
  return {
    pace: paceOf(arrivals),
    release: arrivals,
    farm: null,
    readerBytesPerSecond: from === undefined ? readerBytesPerSecond : null,
  };
}

/** Returns the stage with `factor` times the cards of a delivery. */
export function scaleIngest(stage: IngestStage, factor: number): IngestStage {
  const cardsUnscaled = stage.cardsUnscaled ?? stage.cards;
  return { ...stage, cards: scaledCount(stage.cards, factor), cardsUnscaled };
}

/** Returns the mean payload in bytes of one transfer of a card, read or written. */
export function cardPayloadBytes({ bytesPerCard, bytesPerFile }: IngestStage): number {
  const bytes = mean(bytesPerCard);
  return bytes / transferCount(bytes, Math.max(1, Math.ceil(bytes / bytesPerFile)));
}

/** Returns the least completion: no delivery is there before one card has been read by its reader. */
export function leastOfIngest(stage: IngestStage, metric: string, statistic: Statistic): Least | undefined {
  if (metric !== 'completion' || stage.from !== undefined) return undefined;
  return {
    seconds: leastStatistic(stage.bytesPerCard, statistic) / stage.readerBytesPerSecond,
    what: 'reading one card alone',
  };
}
