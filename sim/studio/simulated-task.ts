import type { WorkCounter } from '../../models/effects.ts';
import { farmResource } from '../../models/resource-names.ts';
import type { JobsRecord, KilledAttempt, TaskRecord } from '../runtime/task-record.ts';
import { FarmPace } from './farm-pace.ts';
import type { History } from './history.ts';
import { JobOutages } from './job-outages.ts';
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
    this.recorder.observe(metric, value, this.now, this.history);
  }

  count(counter: WorkCounter, amount: number): void {
    this.recorder.count(counter, amount, this.now);
  }

  child(task: string): SimulatedTask {
    return new SimulatedTask(this.#surroundings, task, this.recorder, this.history?.branch() ?? null);
  }

  submitted(farm: string): SimulatedJobs {
    const { model, performer } = this.#surroundings;
    const pace = this.history === null ? null : new FarmPace(this.recorder, performer, model);
    const outages =
      this.history?.parts.hasOutages === true
        ? new JobOutages(model.farmResources.find(({ owner }) => owner === farm)!, this.now)
        : null;
    return new SimulatedJobs(this, farm, pace, outages);
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
    this.recorder.lastEndSeconds = this.now;
  }

  failed(): void {
    this.recorder.lastEndSeconds = this.now;
  }

  get now(): number {
    return this.#surroundings.model.simulation.now;
  }
}

/** The record of jobs on a simulated farm: what they lost in its queue, and at whose pace it moved. */
class SimulatedJobs implements JobsRecord<SimulatedTask> {
  latest: SimulatedTask | null = null;
  readonly #submitter: SimulatedTask;
  readonly #resource: string;
  readonly #pace: FarmPace | null;
  /** Null where nothing can fail, or nobody asks. */
  readonly #outages: JobOutages | null;

  constructor(submitter: SimulatedTask, farm: string, pace: FarmPace | null, outages: JobOutages | null) {
    this.#submitter = submitter;
    this.#resource = farmResource(farm);
    this.#pace = pace;
    this.#outages = outages;
  }

  started(task: string, waitedSeconds: number): SimulatedTask {
    const job = this.#submitter.child(task);
    job.recorder.lose(this.#resource, waitedSeconds);
    if (this.#outages === null) job.history?.addQueued(waitedSeconds, this.#pace?.resource ?? null);
    else this.#divide(job, this.#outages, 0);
    return job;
  }

  restarted(
    task: string,
    { record, heldSeconds }: KilledAttempt<SimulatedTask>,
    waitedSeconds: number,
  ): SimulatedTask {
    const job = this.#submitter.child(task);
    job.recorder.lose(this.#resource, waitedSeconds);
    const outages = this.#outages;
    if (outages !== null) this.#divide(job, outages, outages.killed(record.task, task, heldSeconds));
    return job;
  }

  /** Divides the time since the submission into what outages cost and the rest, which is the queue's. */
  #divide({ history, now }: SimulatedTask, outages: JobOutages, heldSeconds: number): void {
    if (history === null) return;
    const lost = outages.addTo(history, heldSeconds, now);
    history.addQueued(outages.secondsSince(now) - lost, this.#pace?.resource ?? null);
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
