import { describe, expect, it } from 'vitest';
import type { OperationResult } from '../../../../models/load-section.ts';
import { OPERATION_SECTION } from '../../../../reports/html/load/operation-section.ts';
import { calm } from '../../measured-run.ts';

const { load } = calm();
const NOTHING = { count: 0, mean: null, p50: null, p90: null, p95: null, p99: null, p999: null, max: null };

function operation(stage: string, changes: Partial<OperationResult>): OperationResult {
  const [first] = load!.operations;
  const response = { ...NOTHING, count: 100, mean: 0.002, p50: 0.002, p99: 0.02, max: 0.03 };
  return {
    ...first!,
    stage,
    step: 'read',
    kind: 'read',
    offered: 100,
    sent: 100,
    answered: 100,
    failed: 0,
    response,
    ...changes,
  };
}

function said(...operations: readonly OperationResult[]): string {
  const markup = OPERATION_SECTION.render({ load: { ...load!, operations } }).markup;
  return /<\/h2>\s*<p>(.*?)<\/p>/.exec(markup)?.[1] ?? '';
}

describe('the slowest operation, in a sentence', () => {
  it('is that with the highest 99th percentile', () => {
    expect(
      said(
        operation('edit', {}),
        operation('churn', { response: { ...operation('x', {}).response, p99: 2 } }),
      ),
    ).toBe('Slowest at the 99th percentile: read of churn, 2 s, 1,000 times its median of 2 ms.');
  });

  it('is no slower than those that were never answered, which are named', () => {
    expect(said(operation('edit', {}), operation('churn', { answered: 0, response: NOTHING }))).toBe(
      'Slowest at the 99th percentile: read of edit, 20 ms, 10 times its median of 2 ms. Never answered: read of churn.',
    );
  });

  it('is at least so slow where some had no end', () => {
    expect(said(operation('edit', { answered: 100, offered: 110 }))).toMatch(
      /read of edit, at least 20 ms, at least 10 times/,
    );
  });

  it('is no number of times a median of zero', () => {
    expect(said(operation('edit', { response: { ...operation('x', {}).response, p50: 0 } }))).toBe(
      'Slowest at the 99th percentile: read of edit, 20 ms.',
    );
  });

  it('is none where nothing was answered', () => {
    expect(said(operation('edit', { answered: 0, response: NOTHING }))).toBe('No operation was answered.');
  });
});
