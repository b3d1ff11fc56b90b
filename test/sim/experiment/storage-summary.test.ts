import { describe, expect, test } from 'vitest';
import { configurationSentence } from '../../../reports/storage-facts.ts';
import { storageSummary } from '../../../sim/experiment/storage-summary.ts';
import { studioOf } from '../../scenarios/load.ts';

function summaryOf(sets: readonly string[]) {
  return storageSummary(studioOf('scenarios/feature-crunch.yaml', { sets }).storage[0]!);
}

function configured(sets: readonly string[]) {
  return summaryOf(sets)
    .figures.filter(({ name }) => name === 'nodes' || name === 'derate')
    .toSorted((one, other) => one.name.localeCompare(other.name))
    .map(({ name, value, source }) => [name, value, source.startsWith('stated')]);
}

describe('the size and derating of a storage system', () => {
  test('stand among its figures, stated or taken as published', () => {
    expect(configured([])).toEqual([
      ['derate', 0.8, true],
      ['nodes', 8, false],
    ]);
    expect(configured(['storage.hot.nodes=2', 'storage.hot.derate=100%'])).toEqual([
      ['derate', 1, true],
      ['nodes', 2, true],
    ]);
  });

  test('are printed in one sentence that says which of them the scenario left open', () => {
    expect(configurationSentence(summaryOf([]))).toBe(
      'hot: weka-supermicro-8n, nodes 8 (as published, not stated in the scenario), derate 80% (stated in the scenario).',
    );
  });
});
