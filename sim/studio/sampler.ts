import type { Simulation } from '../kernel/simulation.ts';

/** Reads what goes on in a simulation, step by step. */
export interface Sampler {
  /** The time of its next step. */
  readonly nextSeconds: number;
  /** Takes the step that is due now, if one is. Nothing happens before `quietUntilSeconds`: up to then rates stay. */
  sample(nowSeconds: number, quietUntilSeconds: number): void;
}

/** Runs a simulation up to and including a time, stopping at each step of its samplers. */
export function runSampled(simulation: Simulation, untilSeconds: number, samplers: readonly Sampler[]): void {
  for (;;) {
    const quietUntil = Math.min(simulation.nextSeconds, untilSeconds);
    let next = untilSeconds;
    for (const sampler of samplers) {
      sampler.sample(simulation.now, quietUntil);
      next = Math.min(next, sampler.nextSeconds);
    }
    if (simulation.now >= untilSeconds) return;
    simulation.run(next);
  }
}
