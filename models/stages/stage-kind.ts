import type * as z from 'zod';
import type { ArrivalProcess } from '../arrivals/arrival-process.ts';
import type { OperationCount } from '../arrivals/modulated-rate.ts';
import type { Asset } from '../assets/asset.ts';
import type { Distribution } from '../distributions/distribution.ts';
import type { Stage } from '../effects.ts';
import type { Metrics } from '../metrics.ts';
import type { Statistic } from '../objective.ts';
import type { OperationKind } from '../operations.ts';
import type { StreamSource } from '../random.ts';
import type { Compilation } from '../scenario/compile/compilation.ts';
import type { Problem } from '../scenario/problem.ts';
import type { RunSection } from '../scenario/schema/infrastructure.ts';
import type { StageSection } from '../scenario/schema/stage-fields.ts';
import type { Farm, StageDefinition, Studio } from '../studio.ts';
import type { MeasuredStage, StageTerm } from './measured-stage.ts';
import type { StageContext } from './stage-context.ts';

/**
 * A kind of stage: the answers to all that the rest of the program asks about stages of this kind. A kind lives in a
 * folder of its own and is registered by one line of stage-kinds.ts; nothing else compares names of kinds.
 *
 * Functions take the stage as this kind compiled it. They are declared as methods, so that kinds of different stages
 * fit into one registry. The registry hands each stage to its own kind only.
 */
export interface StageKind<
  Definition extends StageDefinition = StageDefinition,
  Section extends StageSection = StageSection,
> {
  /** As in a scenario: "kind: render". */
  readonly name: Definition['kind'];
  /** The words for one unit of its work, and for several: "frame", "frames". */
  readonly unit: readonly [one: string, several: string];
  readonly loop: Loop<Definition>;
  readonly metrics: Metrics;
  /** The section of a stage in a scenario; it is found by its key "kind", which has this kind's name. */
  readonly schema: StageSchema<Section>;
  /** The keys of the section that name something else in the scenario or in the catalog, beside its own storage. */
  readonly references: readonly StageReference[];

  /** Returns the names of all storage systems that a stage works on, each once; absent where that is its own one only. */
  storage?(stage: Definition): readonly string[];

  /** Returns the named assets that a stage reads; absent where stages of this kind read none. */
  assets?(stage: Definition): readonly Asset[];

  /** Compiles a section; undefined where it is wrong, with what is wrong reported. */
  compile(
    base: StageBase,
    section: Section,
    run: RunSection,
    compilation: Compilation,
  ): Definition | undefined;

  /** Returns the whole behaviour of a stage over the run, as effects. */
  perform(stage: Definition, context: StageContext): Stage;

  /** Returns what is asked about one stage. */
  traits(stage: Definition): StageTraits;

  /** Returns the stage with `factor` times the actors (see scale-studio.ts). */
  scale(stage: Definition, factor: number): Definition;

  /** Returns the amount of work of a stage in one run, of one day where the day repeats. */
  workload(stage: Definition, studio: Pick<Studio, 'run' | 'farms'>): Workload<Definition>;

  /** Returns the mean payload of one read or one write, in bytes. */
  payloadBytes(stage: Definition, kind: 'read' | 'write'): number;

  /** Returns how often a stage performs a kind of operation beside the other kinds of the same metric. */
  operationWeight(stage: Definition, kind: OperationKind): number;

  /** Returns the least that a statistic of one of its metrics can be, whatever storage, network and queues do. */
  leastPossible?(stage: Definition, metric: string, statistic: Statistic): Least | undefined;

  /** Returns the mean time in seconds that a metric takes where the farm computes all the time; absent for all other metrics. */
  computeAloneSeconds?(stage: Definition, metric: string, farm: Farm): number | undefined;

  /** Returns what a load run gave a stage, in the words of a studio. */
  terms?(measured: MeasuredStage): readonly StageTerm[];
}

/** The schema of a section, told apart from others by its key "kind". */
export type StageSchema<Section extends StageSection = StageSection> = z.ZodType<Section> &
  z.core.$ZodTypeDiscriminable;

/** The part of a compiled stage that does not depend on its kind. */
export type StageBase = Omit<StageDefinition, 'kind'>;

/**
 * A key of a section that is a name. The name is of a farm, which may be left out where there is only one. It may be of
 * a storage system, in place of the stage's own or, where it says so, beside it. It may be of a member of the catalog.
 * For `assets` it is a list of reads, each of which names an asset.
 */
export type StageReference =
  | { readonly kind: 'farm' }
  | { readonly kind: 'storage'; readonly keys: readonly string[]; readonly beside?: true }
  | { readonly kind: 'assets'; readonly keys: readonly string[] }
  | {
      readonly kind: 'catalog';
      readonly key: string;
      readonly known: readonly string[];
      readonly unknown: (name: string, known: readonly string[]) => Problem;
    };

/**
 * Loop in which a stage issues operations. In a closed loop each client keeps a number of requests in flight, and sends
 * the next one when an answer is back. In an open loop operations come at times of their own, whatever the answers.
 */
export type Loop<Definition extends StageDefinition = StageDefinition> =
  | { readonly kind: 'closed'; outstanding(stage: Definition): number }
  | {
      readonly kind: 'open';
      /** Returns the operations that come due from 0 up to `durationSeconds`, as `perform` issues them from the same streams. */
      due(stage: Definition, streams: StreamSource, durationSeconds: number): Iterable<OperationCount>;
    };

/** The traits of one stage: answers to what runtimes and reports ask about it. */
export interface StageTraits {
  /**
   * `steady` for a stage that goes on all the time, whose start is a warm-up to be left out. Planned work, such as a
   * delivery at nine or a wave in the evening, is an event of its own and counts whenever it happens.
   */
  readonly pace: 'steady' | 'planned';
  /** The farm on which its units run; null for a stage without one. */
  readonly farm: FarmNeed | null;
  /** The process by which its work is released, that other stages may wait for; absent where it has work all the time. */
  readonly release?: ArrivalProcess;
  /** Bytes per second that a client's own reader delivers; null for clients without one. */
  readonly readerBytesPerSecond: number | null;
}

/** Needs of each unit of a stage on its farm. */
export interface FarmNeed {
  readonly name: string;
  readonly gpuMemoryBytes: number;
  /** Keys below the stage that lead to its GPU memory in a scenario. */
  readonly gpuMemoryKeys: readonly string[];
  readonly computeSecondsMean: number;
}

/** The work of a stage in one run, in units such as a card, a frame, a gesture or a tick of churn. */
export interface Workload<Definition extends StageDefinition = StageDefinition> {
  /** The stage with a single unit of work, every quantity at its mean. */
  readonly averageUnit: Definition;
  /** Span in which that unit arrives. */
  readonly averageUnitSeconds: number;
  /** Sizes of single reads, where they vary and the average unit has all of one size. */
  readonly readShape?: Distribution;
  /** Expected number of units that arrive. */
  readonly units: number;
  /** Units that can be under way at once, as a seat or a GPU has one at a time. */
  readonly unitsAtOnce: number;
  /** Arrivals, of one unit or of many together as in a wave. */
  readonly arrivals: number;
  /** Clients that are there all the time and take one unit after the other; 0 where clients come with their work. */
  readonly clients: number;
  /** Random draws, beside the few of each unit. */
  readonly draws: number;
  /** The largest unit of a replication as a multiple of the average one; 1 where they do not differ much. */
  readonly largestUnit: number;
}

/** A lower bound, in seconds, and what takes that long. */
export interface Least {
  readonly seconds: number;
  readonly what: string;
}
