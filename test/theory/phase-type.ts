import type { RandomStream } from '../../sim/kernel/stream.ts';

/** A Coxian law: it begins in a phase, and after each goes on to the next with a probability, else ends. */
export interface PhaseType {
  readonly initial: readonly number[];
  readonly rates: readonly number[];
  readonly goesOn: readonly number[];
}

export const exponentialPhases: PhaseType = { initial: [1], rates: [1], goesOn: [0] };
/** Erlang of two phases with mean 1: squared coefficient of variation 1/2. */
export const erlangPhases: PhaseType = { initial: [1, 0], rates: [2, 2], goesOn: [1, 0] };
/** Hyperexponential with mean 1 and squared coefficient of variation 3. */
export const hyperexponentialPhases: PhaseType = { initial: [0.8, 0.2], rates: [2, 1 / 3], goesOn: [0, 0] };

/** The same law with its mean multiplied. */
export function withMean(mean: number, law: PhaseType): PhaseType {
  return { ...law, rates: law.rates.map((rate) => rate / mean) };
}

export function drawPhase(law: PhaseType, stream: RandomStream): number {
  let left = stream.uniform();
  let phase = 0;
  while (phase < law.initial.length - 1 && left > law.initial[phase]!) left -= law.initial[phase++]!;
  return phase;
}

/** Draws the time to the end of a law that is now at the beginning of `phase`, or anywhere in it. */
export function drawFrom(law: PhaseType, phase: number, stream: RandomStream): number {
  let sum = stream.exponential() / law.rates[phase]!;
  for (let now = phase; stream.uniform() < law.goesOn[now]!; )
    sum += stream.exponential() / law.rates[++now]!;
  return sum;
}
