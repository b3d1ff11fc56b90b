import type { Experiment } from '../sim/experiment/experiment.ts';
import { type Progress, type ProgressOptions, startProgress } from './progress.ts';
import { screen } from './terminal.ts';

/** The progress of experiments that are simulated in rounds; those of the same days are told as one. */
export class RoundProgress {
  readonly #options: ProgressOptions;
  #days = '';
  #progress: Progress | null = null;

  constructor(options: ProgressOptions) {
    this.#options = options;
  }

  /** Begins a round. */
  begin(experiments: readonly Experiment[]): void {
    const days = experiments.flatMap((experiment) => experiment.days);
    if (String(days) === this.#days) return;
    this.end();
    this.#days = String(days);
    const total = experiments.reduce((sum, { requestsMax }) => sum + requestsMax, 0);
    const longest = Math.max(...days);
    const what = longest === 1 ? 'replications' : `replications of ${longest} days`;
    this.#progress = startProgress(screen, total, what, this.#options);
  }

  /** One more replication is done. */
  advance(): void {
    this.#progress?.advance();
  }

  end(): void {
    this.#progress?.end();
  }
}
