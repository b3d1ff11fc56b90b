import type { WorkCounter } from '../../models/effects.ts';
import { farmResource } from '../../models/resource-names.ts';
import type { JobsRecord, KilledAttempt, TaskRecord } from '../runtime/task-record.ts';
import { FarmPace } from './farm-pace.ts';
import type { History } from './history.ts';
import type { Origin, Performer } from './performer.ts';
import type { StageRecorder } from './recorder.ts';
import type { StudioModel } from './studio-model.ts';

/** The model in which simulated tasks go on. */
interface Surroundings {
  readonly model: StudioModel;
  readonly performer: Performer;
}

/** The record of a task in virtual time: it writes to the recorder of its stage, with the history of its own work. */
export class SimulatedTask implements TaskRecord<SimulatedTask>, Origin {
  readonly task: string;
  readonly recorder: StageRecorder;
  readonly history: History | null;
  batches = 0;
  readonly #surroundings: Surroundings;

  constructor(surroundings: Surroundings, task: string, recorder: StageRecorder, history: History | null) {
    this.#surroundings = surroundings;
    this.task = task;
    this.recorder = recorder;
    this.history = history;
  }

  observe(metric: string, value: number): void {
    this.recorder.observe(metric, value, this.#now, this.history);
  }

  count(counter: WorkCounter, amount: number): void {
    this.recorder.count(counter, amount, this.#now);
  }

  child(task: string): SimulatedTask {
    return new SimulatedTask(this.#surroundings, task, this.recorder, this.history?.branch() ?? null);
  }

  submitted(farm: string): SimulatedJobs {
    const { model, performer } = this.#surroundings;
    const pace = this.history === null ? null : new FarmPace(this.recorder, performer, model);
    return new SimulatedJobs(this, farm, pace);
  }

  arrived(): void {
    this.history?.restart();
  }

  computes(seconds: number): void {
    this.history?.addComputed(seconds);
  }

  follow({ history }: SimulatedTask): void {
    if (history !== null) this.history?.follow(history);
  }

  done(): void {
    this.recorder.lastEndSeconds = this.#now;
  }

  failed(): void {
    this.recorder.lastEndSeconds = this.#now;
  }

  get #now(): number {
    return this.#surroundings.model.simulation.now;
  }
}

/** The record of jobs on a simulated farm: what they lost in its queue, and at whose pace it moved. */
class SimulatedJobs implements JobsRecord<SimulatedTask> {
  latest: SimulatedTask | null = null;
  readonly #submitter: SimulatedTask;
  readonly #resource: string;
  readonly #pace: FarmPace | null;

  constructor(submitter: SimulatedTask, farm: string, pace: FarmPace | null) {
    this.#submitter = submitter;
    this.#resource = farmResource(farm);
    this.#pace = pace;
  }

  started(task: string, waitedSeconds: number): SimulatedTask {
    const job = this.#submitter.child(task);
    job.recorder.lose(this.#resource, waitedSeconds);
    job.history?.addQueued(waitedSeconds, this.#pace?.resource ?? null);
    return job;
  }

  restarted(task: string, { record }: KilledAttempt<SimulatedTask>, waitedSeconds: number): SimulatedTask {
    const job = record.child(task);
    job.recorder.lose(this.#resource, waitedSeconds);
    return job;
  }

  lost(job: SimulatedTask): void {
    job.recorder.loseJob();
  }

  ended(job: SimulatedTask): void {
    if (job.history === null) return;
    this.latest = job;
    job.recorder.noteEndedJob(job.history);
  }
}
