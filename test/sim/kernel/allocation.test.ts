import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import { isPatient } from '../../patience.ts';

/** Less than one boxed double, 16 bytes: what is left is what stays, and what runs before it is compiled. */
const NOTHING_BYTES = 12;

function bytesPerEvent(what: 'calendar' | 'fluid'): Readonly<Record<string, number>> {
  const program = path.join(import.meta.dirname, 'allocated-bytes.ts');
  // Compiled where it runs: on a machine that is busy with other things a compiler in threads of its own comes late, and to other code.
  const words = ['--no-concurrent-recompilation', program, what];
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(stdout) as Record<string, number>;
}

function sumOf(bytes: Readonly<Record<string, number>>, files: readonly string[]): number {
  return files.reduce((sum, file) => sum + (bytes[file] ?? 0), 0);
}

test('an event of the calendar and of a declarative network allocates nothing', () => {
  const bytes = bytesPerEvent('calendar');
  expect(sumOf(bytes, Object.keys(bytes))).toBeLessThan(NOTHING_BYTES);
});

if (isPatient)
  test('a flow that comes and goes allocates itself, and nothing in the solver', () => {
    const bytes = bytesPerEvent('fluid');
    const solver = [
      'fluid-solver.ts',
      'fluid-ends.ts',
      'fluid-heap.ts',
      'fluid-limit.ts',
      'fluid-bundles.ts',
    ];
    expect(sumOf(bytes, [...solver, 'calendar.ts'])).toBeLessThan(NOTHING_BYTES);
    // What is measured is measured: the request, the flow and its outcome are there.
    expect(bytes['fluid.ts']).toBeGreaterThan(100);
  });
