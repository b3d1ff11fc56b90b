import { expect, test } from 'vitest';
import { importGraph, nearestTests } from './nearest-tests.ts';

const PROJECT: Readonly<Record<string, string>> = {
  'sim/station.ts': "import { queue } from './queue.ts';",
  'sim/queue.ts': "import type { Task } from '../models/task.ts';",
  'models/task.ts': '',
  'test/sim/station.test.ts': "import { station } from '../../sim/station.ts';",
  'test/sim/queue.test.ts': "const { queue } = await import('../../sim/queue.ts');",
  'test/models/other.test.ts': "import { nothing } from '../../models/nothing.ts';",
  'test/all.test.ts': "import '../sim/station.ts';",
};
const files = Object.keys(PROJECT);
const graph = importGraph(files, (file) => PROJECT[file]!);
const tests = files.filter((file) => file.endsWith('.test.ts'));

test('the tests of a source are those that import it, the nearest first', () => {
  expect(nearestTests('sim/queue.ts', graph, tests)).toEqual([
    'test/sim/queue.test.ts',
    'test/all.test.ts',
    'test/sim/station.test.ts',
  ]);
});

test('the test that mirrors the name of a source comes first', () => {
  expect(nearestTests('sim/station.ts', graph, tests)).toEqual([
    'test/sim/station.test.ts',
    'test/all.test.ts',
  ]);
});

test('a source that no test imports has none', () => {
  expect(nearestTests('sim/unknown.ts', graph, tests)).toEqual([]);
});

test('a source of which only types are imported has none', () => {
  expect(nearestTests('models/task.ts', graph, tests)).toEqual([]);
});
