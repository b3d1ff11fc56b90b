/**
 * Estimate of the cost of a simulation before it is run: events, processor time and memory, each within about a factor
 * of two. The work of every stage is counted from its arrivals and its average unit. It is limited to what the studio's
 * GPUs, seats, storage and network let through in the simulated time. Deterministic, and done in milliseconds whatever
 * the numbers in the scenario are.
 */

import { servicesOf } from '../../models/hardware/storage-services.ts';
import { kindOf } from '../../models/stages/stage-kinds.ts';
import type { StorageSystem, Studio } from '../../models/studio.ts';
import { firstRoundDays } from '../experiment/rounds.ts';
import { stepsPerWindow } from '../studio/peak-recorder.ts';
import { peakWindows } from '../studio/peak-windows.ts';
import { DRAIN_DURATIONS } from '../studio/replication.ts';
import { FEW_DRAWS, strataFor } from '../studio/strata.ts';
import { binSecondsFor, binsOf } from '../studio/timeline-recorder.ts';
import { WarmupSlices } from '../studio/warmup-slices.ts';
import { type StageWork, type Step, stageWork } from './average-unit.ts';
import { type BatchDemand, batchDemand } from './batch-demand.ts';
import { ANSWER_EVENTS, BYTES, FLOW_EVENTS, ISSUE_EVENTS, LOOP_EVENTS, SECONDS } from './figures.ts';

/** Cost that a part of the studio adds to one replication. */
export interface PartCost {
  /** Path of the part in the scenario: ['stages', 'overnight']. */
  readonly path: readonly string[];
  readonly events: number;
  /** Processor time on the machine of figures.ts. */
  readonly seconds: number;
  /** Most memory that it takes at any time. */
  readonly bytes: number;
}

/** Cost of one replication of a studio, of one day where its day repeats, and its parts. */
export interface ReplicationCost extends Omit<PartCost, 'path'> {
  /** Memory that its outcome takes until all replications are done; not in `bytes`. */
  readonly outcomeBytes: number;
  readonly parts: readonly PartCost[];
}

/** Estimates what one replication of a studio costs, of one day where its day repeats. Seconds are of processor time on the machine of figures.ts. */
export function replicationCost(studio: Studio): ReplicationCost {
  const works = studio.stages.map((stage) => new StudioWork(stageWork(stage, studio), studio));
  const simulatedSeconds = studio.run.durationSeconds * (1 + DRAIN_DURATIONS);
  const asked = totalBusySeconds(works, simulatedSeconds);
  // Closed loops wait for answers: only what comes whatever the answers are piles up.
  const offered = totalBusySeconds(
    works.filter(({ isOpen }) => isOpen),
    simulatedSeconds,
  );
  const stages = works.map((work) => work.cost(asked, offered, simulatedSeconds));
  const steps = stepsOf(
    studio,
    sumOf(stages, ({ events }) => events),
  );
  const parts = [
    ...stages,
    ...studio.storage.map((system) => storageCost(system, studio, steps)),
    timelineCost(studio, steps),
  ];
  const { racks } = studio.network;
  const slices = new WarmupSlices(studio.run).count;
  const metrics = sumOf(studio.stages, (stage) => Object.keys(kindOf(stage).metrics).length);
  const hosts = works.reduce((sum, work) => sum + work.hosts, 0);
  return {
    events: sumOf(parts, ({ events }) => events),
    seconds: SECONDS.replication + sumOf(parts, ({ seconds }) => seconds),
    bytes: sumOf(parts, ({ bytes }) => bytes) + (racks + hosts) * BYTES.resource,
    outcomeBytes: seriesOf(studio) * windowBins(studio) * BYTES.sample + metrics * slices * BYTES.histogram,
    parts,
  };
}

/** Cost of all replications of one or several studios. */
export interface RunCost {
  readonly events: number;
  /** Processor time on the machine of figures.ts, of all threads together. */
  readonly seconds: number;
  /** The least time in which it can be done, however many threads there are: that of the longest replication. */
  readonly longestSeconds: number;
  /** Memory of the program, with what replications leave until all are done; not that of the threads. */
  readonly programBytes: number;
  /** Memory of one thread that works. */
  readonly threadBytes: number;
}

/** Estimates what it costs to simulate all replications of some studios. */
export function runCost(studios: readonly Studio[]): RunCost {
  const costs = studios.map((studio) => {
    const { events, seconds, bytes, outcomeBytes } = replicationCost(studio);
    const { replications } = studio.run;
    const days = expectedDays(studio);
    return { events: days * events, seconds: days * seconds, bytes, outcomeBytes, replications };
  });
  return {
    events: sumOf(costs, ({ events, replications }) => events * replications),
    seconds: sumOf(costs, ({ seconds, replications }) => seconds * replications),
    longestSeconds: Math.max(0, ...costs.map(({ seconds }) => seconds)),
    programBytes:
      BYTES.program + sumOf(costs, ({ outcomeBytes, replications }) => outcomeBytes * replications),
    threadBytes: BYTES.worker + Math.max(0, ...costs.map(({ bytes }) => bytes)),
  };
}

/** Days that a studio simulates in all rounds, as most do that repeat their day: two rounds. */
function expectedDays(studio: Studio): number {
  const first = firstRoundDays(studio);
  const { until } = studio.run;
  return until === undefined ? first : first + Math.min(until.daysMax, 2 * first);
}

/** The work of one stage in its studio. */
class StudioWork {
  readonly #work: StageWork;
  readonly #studio: Studio;
  readonly #demands: readonly BatchDemand[];

  constructor(work: StageWork, studio: Studio) {
    this.#work = work;
    this.#studio = studio;
    this.#demands = work.steps.map(({ batch }) => batchDemand(batch, studio));
  }

  /** Hosts that take a network path of their own. */
  get hosts(): number {
    const { units, unitsAtOnce } = this.#work;
    return this.isOpen ? 0 : Math.min(units, unitsAtOnce);
  }

  /** Share of its units that its GPUs or seats get through in the time that is simulated. */
  shareByClients(simulatedSeconds: number): number {
    const { units, unitsAtOnce, computeSeconds } = this.#work;
    const unitSeconds = computeSeconds + sumOf(this.#demands, ({ aloneSeconds }) => aloneSeconds);
    const asked = units * unitSeconds;
    return asked > 0 ? Math.min(1, (Math.min(units, unitsAtOnce) * simulatedSeconds) / asked) : 1;
  }

  /** Seconds of each limited resource that all its units would take alone. */
  *busySeconds(): Generator<readonly [resource: string, seconds: number]> {
    for (const { busySeconds } of this.#demands) {
      for (const [resource, seconds] of busySeconds) yield [resource, seconds * this.#work.units];
    }
  }

  /** Whether its operations are issued whatever the answers to those before them are. */
  get isOpen(): boolean {
    return kindOf(this.#work.stage).loop.kind === 'open';
  }

  /**
   * Returns the cost of the stage, given the seconds of each resource that all stages ask for and those that open ones
   * offer.
   */
  cost(
    asked: ReadonlyMap<string, number>,
    offered: ReadonlyMap<string, number>,
    simulatedSeconds: number,
  ): PartCost {
    const { stage, units, unitsAtOnce, arrivals, arrivalEvents, unitEvents, clients, draws } = this.#work;
    const share =
      this.shareByClients(simulatedSeconds) * Math.min(1, simulatedSeconds / this.#busiest(asked));
    const performed = units * share;
    const begun = Math.max(performed, Math.min(units, unitsAtOnce));
    const batches = this.#batchCost(begun, performed);
    const events = 1 + clients + arrivals * arrivalEvents + performed * unitEvents + batches.events;
    return {
      path: ['stages', stage.name],
      events,
      seconds:
        events * SECONDS.event + batches.seconds + draws * share * SECONDS.draw + clients * SECONDS.client,
      bytes: this.#bytes(this.isOpen ? this.#busiest(offered) : 0),
    };
  }

  /** The most seconds that are asked of any of the resources that the stage needs. */
  #busiest(totals: ReadonlyMap<string, number>): number {
    return Math.max(0, ...[...this.busySeconds()].map(([resource]) => totals.get(resource) ?? 0));
  }

  #batchCost(begun: number, performed: number): Work {
    return sumOfWork(
      this.#demands.map((demand, index) => {
        if (demand.operations === 0) return NOTHING;
        const step = this.#work.steps[index]!;
        return this.#studio.run.fidelity === 'flows'
          ? this.#asFlows(step, performed)
          : this.#asOperations(step, demand, index === 0 ? begun : performed, performed);
      }),
    );
  }

  #asFlows({ step, batch }: Step, performed: number): Work {
    let responses = 0;
    for (const { source } of Object.values(kindOf(this.#work.stage).metrics)) {
      if (source.kind !== 'operations' || source.step !== step) continue;
      for (const kind of source.operations) responses += strataFor(batch.counts[kind] ?? 0, FEW_DRAWS);
    }
    return {
      events: performed * FLOW_EVENTS,
      seconds: performed * (SECONDS.flow + responses * SECONDS.response),
    };
  }

  #asOperations(
    { batch: { pacing } }: Step,
    { operations, transfers, operationEvents }: BatchDemand,
    begun: number,
    performed: number,
  ): Work {
    // An open batch issues its operations in any case.
    const issued =
      pacing.kind === 'open'
        ? operations * (ISSUE_EVENTS * begun + ANSWER_EVENTS * performed)
        : LOOP_EVENTS * Math.min(pacing.outstanding, operations) * begun;
    return {
      events: issued + performed * operationEvents,
      seconds: performed * (operations * SECONDS.operation + transfers * SECONDS.transfer),
    };
  }

  /** Memory of the units under way and of those that wait. `offered` is the most that is offered to a resource, in its seconds. */
  #bytes(offered: number): number {
    const { stage, units, unitsAtOnce, clients } = this.#work;
    const { durationSeconds, fidelity } = this.#studio.run;
    // What comes faster than it is served piles up until the end of the run.
    const backlog = units * Math.max(0, 1 - durationSeconds / offered);
    const underWay = this.isOpen ? Math.min(units, 2 + backlog) : Math.min(units, unitsAtOnce);
    const waiting = kindOf(stage).traits(stage).farm === null ? 0 : units;
    const fixed = waiting * BYTES.waitingUnit + clients * BYTES.client + underWay * BYTES.unit;
    if (fidelity === 'flows') return fixed;
    const batchBytes = this.#demands.map((demand, index) =>
      this.#batchBytes(demand, index, underWay, backlog),
    );
    return fixed + Math.max(0, ...batchBytes);
  }

  /** Memory of one step's operations in all units under way, one of which is the largest of all. */
  #batchBytes(
    { operations, transfers, processes }: BatchDemand,
    index: number,
    underWay: number,
    backlog: number,
  ): number {
    if (operations === 0) return 0;
    const { largestUnit } = this.#work;
    const { pacing, distinctFiles, readShape, writeShape } = this.#work.steps[index]!.batch;
    const weights = readShape === undefined && writeShape === undefined ? 0 : transfers;
    const kept = weights * BYTES.weight + Math.min(transfers, distinctFiles) * BYTES.file;
    const batches = underWay - 1 + largestUnit;
    if (pacing.kind === 'open') {
      return batches * (kept + operations * BYTES.operation) + backlog * processes * BYTES.process;
    }
    const together = Math.min(pacing.outstanding, operations) / operations;
    return batches * kept + underWay * together * processes * BYTES.process;
  }
}

/** Events, and the processor time that they and what they do take. */
type Work = Pick<PartCost, 'events' | 'seconds'>;

const NOTHING: Work = { events: 0, seconds: 0 };

function sumOfWork(works: readonly Work[]): Work {
  return { events: sumOf(works, ({ events }) => events), seconds: sumOf(works, ({ seconds }) => seconds) };
}

/** Seconds of each limited resource that all stages together would take, as far as their clients get. */
function totalBusySeconds(
  works: readonly StudioWork[],
  simulatedSeconds: number,
): ReadonlyMap<string, number> {
  const totals = new Map<string, number>();
  for (const work of works) {
    const share = work.shareByClients(simulatedSeconds);
    for (const [resource, seconds] of work.busySeconds()) {
      totals.set(resource, (totals.get(resource) ?? 0) + share * seconds);
    }
  }
  return totals;
}

/** The queues of a storage system, which exist where every operation is an event; each step reads all of them. */
function storageCost({ name, envelope }: StorageSystem, studio: Studio, steps: number): PartCost {
  const path = ['storage', name];
  if (studio.run.fidelity === 'flows') return { path, events: 0, seconds: 0, bytes: 0 };
  const lanes = sumOf(servicesOf(envelope), ({ law }) => law.lanes);
  return { path, events: 0, seconds: lanes * steps * SECONDS.sample, bytes: lanes * BYTES.lane };
}

/** The timeline and the peaks, of which racks have most. */
function timelineCost(studio: Studio, steps: number): PartCost {
  const series = seriesOf(studio);
  return {
    path: ['network', 'racks'],
    events: 0,
    seconds: series * steps * SECONDS.sample,
    bytes: series * windowBins(studio) * BYTES.sample,
  };
}

/** Steps at which gauges are read: the bins of the timeline, and the steps of each window of peaks, fewer where little happens. */
function stepsOf(studio: Studio, events: number): number {
  const { durationSeconds } = studio.run;
  const ofPeaks = peakWindows(studio).map((windowSeconds) => {
    const spanSeconds = Math.min(windowSeconds, durationSeconds);
    const perWindow = stepsPerWindow(spanSeconds);
    return Math.min((durationSeconds / spanSeconds) * perWindow, 2 * perWindow * (1 + events));
  });
  return windowBins(studio) + sumOf(ofPeaks, (steps) => steps);
}

/** Bins of the timeline within the window; work that outlives it adds some. */
function windowBins({ run: { durationSeconds } }: Studio): number {
  return binsOf(durationSeconds, binSecondsFor(durationSeconds));
}

/** Series of the timeline: four of each farm, the traffic of each storage system, and each of its services and each link. */
function seriesOf({ farms, storage, network }: Studio): number {
  const ofStorage = sumOf(storage, ({ envelope }) => 3 + servicesOf(envelope).length);
  return 4 * farms.length + ofStorage + 1 + network.racks;
}

function sumOf<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0);
}
