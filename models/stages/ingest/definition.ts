import type { ArrivalProcess } from '../../arrivals/arrival-process.ts';
import type { Distribution } from '../../distributions/distribution.ts';
import type { StageDefinition } from '../../studio.ts';

/** Camera cards, or what another storage system holds of them, copied into the studio. */
export interface IngestStage extends StageDefinition {
  readonly kind: 'ingest';
  /** Name of the storage system from which the data is copied; absent where cards come with readers of their own. */
  readonly from?: string;
  readonly arrivals: ArrivalProcess;
  /** Cards that arrive together and are copied side by side, each through its own station. */
  readonly cards: number;
  /** The cards per delivery of the unscaled studio; absent in a studio that was not scaled (see scale-studio.ts). */
  readonly cardsUnscaled?: number;
  readonly bytesPerCard: Distribution;
  /** One file per camera frame. */
  readonly bytesPerFile: number;
  /** Bandwidth of a card's reader; Infinity where there is none, as the data comes from a storage system. */
  readonly readerBytesPerSecond: number;
  readonly outstanding: number;
  /** Read back and compare after the copy. */
  readonly verify: boolean;
}
