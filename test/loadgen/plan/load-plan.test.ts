import { describe, expect, test } from 'vitest';
import { filesToMake, planLoad } from '../../../loadgen/plan/load-plan.ts';
import type { OperationKind } from '../../../models/operations.ts';
import { simulatedOperations } from '../../models/stages/simulated-operations.ts';
import {
  SMALL_CHURN,
  SMALL_INGEST,
  SMALL_RENDER,
  SMALL_SCRUB,
  SMALL_STAGES,
  smallLoad,
} from '../runtime/small-load.ts';

const LONG_SECONDS = 1000;
const studio = smallLoad(SMALL_STAGES, 8);
const plan = await planLoad(studio, LONG_SECONDS);
const issued = simulatedOperations(studio);

function bytesOf(operations: typeof issued, kind: OperationKind): number {
  return operations.reduce((sum, { operation }) => sum + (operation.kind === kind ? operation.bytes : 0), 0);
}

describe('a plan', () => {
  test('says how much each stage will ask of the target, as the simulator issues it', () => {
    for (const { name } of SMALL_STAGES) {
      const operations = issued.filter(({ task }) => task.startsWith(name));
      expect(plan.stages.find(({ stage }) => stage === name)).toEqual({
        stage: name,
        operations: operations.length,
        readBytes: bytesOf(operations, 'read'),
        writeBytes: bytesOf(operations, 'write'),
      });
    }
    expect(plan.operations).toBe(issued.length);
    expect(plan.readBytes).toBe(bytesOf(issued, 'read'));
    expect(plan.writeBytes).toBe(bytesOf(issued, 'write'));
  });

  test('names every file that is read and not made, as large as the furthest read of it', async () => {
    const { bases, baseBytes } = await planLoad(smallLoad([SMALL_SCRUB], 8), LONG_SECONDS);
    const furthest = new Map<string, number>();
    for (const { operation } of simulatedOperations(smallLoad([SMALL_SCRUB], 8))) {
      const { file, offsetBytes, bytes } = operation;
      furthest.set(file, Math.max(furthest.get(file) ?? 0, offsetBytes + bytes));
    }
    expect(bases).toEqual(furthest);
    expect(baseBytes).toBe([...furthest.values()].reduce((sum, bytes) => sum + bytes, 0));
  });

  test('names every file that is made, with its versions and its size', async () => {
    const { bases, versions } = await planLoad(smallLoad([SMALL_INGEST], 8), LONG_SECONDS);
    const operations = simulatedOperations(smallLoad([SMALL_INGEST], 8)).map(({ operation }) => operation);
    const made = new Set(operations.filter(({ kind }) => kind === 'create').map(({ file }) => file));
    const published = new Set(operations.filter(({ kind }) => kind === 'rename').map(({ file }) => file));
    expect(bases.size).toBe(0);
    expect(new Set(versions.keys())).toEqual(made);
    for (const [file, planned] of versions) {
      const written = operations.filter((each) => each.kind === 'write' && each.file === file);
      expect(planned).toEqual({
        versions: 1,
        empty: [],
        bytesMax: Math.max(...written.map(({ offsetBytes, bytes }) => offsetBytes + bytes)),
        renamed: published.has(file),
      });
    }
  });

  test('has made before the load what a mix changes without making it', () => {
    const { versions } = plan;
    const empty = [...versions.values()].flatMap((each) => each.empty);
    expect(empty.length).toBeGreaterThan(0);
    for (const { empty: numbers, versions: count } of versions.values()) {
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
      expect(new Set(numbers).size).toBe(numbers.length);
      for (const number of numbers) expect(number).toBeLessThanOrEqual(count);
    }
    expect(filesToMake(plan)).toEqual({ files: plan.bases.size + empty.length, bytes: plan.baseBytes });
  });

  test('has every directory that a file stands in, parents before children', () => {
    const { bases, versions, directories } = plan;
    expect(new Set(directories).size).toBe(directories.length);
    for (const file of [...bases.keys(), ...versions.keys()]) {
      expect(directories).toContain(file.slice(0, file.lastIndexOf('/')));
    }
    const orphans = directories.filter((directory, place) => {
      const parent = directory.slice(0, Math.max(0, directory.lastIndexOf('/')));
      return parent !== '' && !directories.slice(0, place).includes(parent);
    });
    expect(orphans).toEqual([]);
  });

  test('is cut off where the load is', async () => {
    const waves = { ...SMALL_RENDER, computeSeconds: { kind: 'constant', value: 100 } as const };
    const cut = await planLoad(smallLoad([waves], 8), 50);
    const whole = await planLoad(smallLoad([waves], 8), LONG_SECONDS);
    expect(cut.writeBytes).toBe(0);
    expect(whole.writeBytes).toBeGreaterThan(0);
    expect(cut.operations).toBeLessThan(whole.operations);
  });

  test('differs for another seed', async () => {
    const other = await planLoad(smallLoad([SMALL_CHURN], 8, { seed: 'another' }), LONG_SECONDS);
    const same = await planLoad(smallLoad([SMALL_CHURN], 8), LONG_SECONDS);
    expect([...other.bases]).not.toEqual([...same.bases]);
  });
});
