import { beforeAll, describe, expect, it } from 'vitest';
import { type InProcessLoad, loadInProcess } from '../loadgen/runtime/in-process-load.ts';
import type { SimulatedOperation } from '../models/stages/simulated-operations.ts';
import { simulatedOperations } from '../models/stages/simulated-operations.ts';
import { studioOf } from '../scenarios/load.ts';

/** The fractions of the kinds of operations of a stage. */
function mixOf(issued: readonly SimulatedOperation[]): ReadonlyMap<string, number> {
  const mix = new Map<string, number>();
  for (const { operation } of issued) {
    mix.set(operation.kind, (mix.get(operation.kind) ?? 0) + 1 / issued.length);
  }
  return mix;
}

const sizesOf = (issued: readonly SimulatedOperation[]) =>
  issued.map(({ task, operation: { kind, file, bytes } }) => `${task} ${kind} ${file} ${bytes}`).toSorted();

describe('N1: one scenario file, two runtimes', () => {
  const studio = studioOf('test/cli/tiny-load.yaml', {
    sets: ['stages.churn.rate.burst={ exponential: { mean: 1 } }'],
  });
  const simulated = simulatedOperations(studio);
  let performed: InProcessLoad;
  beforeAll(async () => {
    performed = await loadInProcess(studio, { workers: 2 });
  });
  const of = <Issued extends SimulatedOperation>(issued: readonly Issued[], stage: string) =>
    issued.filter(({ task }) => task.startsWith(stage));

  it.each(['wave', 'churn'])('the mix of operations of %s agrees to a percentage point', (stage) => {
    const [one, other] = [mixOf(of(simulated, stage)), mixOf(of(performed.issued, stage))];
    expect(one.size).toBeGreaterThan(3);
    for (const kind of new Set([...one.keys(), ...other.keys()])) {
      expect(Math.abs((one.get(kind) ?? 0) - (other.get(kind) ?? 0)), kind).toBeLessThan(0.01);
    }
  });

  it.each(['wave', 'churn'])('files and sizes of %s are equal, from the seed', (stage) => {
    expect(sizesOf(of(performed.issued, stage))).toEqual(sizesOf(of(simulated, stage)));
  });

  it('what has a time of its own arrives then, but for the error that the generator states', () => {
    const errorMaximum = Math.max(...performed.record.tallies.map(({ sendError }) => sendError.maximum));
    const timesOf = (issued: readonly SimulatedOperation[]) =>
      of(issued, 'churn')
        .map(({ atSeconds }) => atSeconds)
        .toSorted((a, b) => a - b);
    const due = timesOf(simulated);
    for (const [index, atSeconds] of timesOf(performed.issued).entries()) {
      expect(atSeconds - due[index]!).toBeGreaterThan(-1e-6);
      expect(atSeconds - due[index]!).toBeLessThanOrEqual(errorMaximum + 1e-6);
    }
  });
});
