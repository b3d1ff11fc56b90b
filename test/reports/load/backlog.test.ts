import { describe, expect, it } from 'vitest';
import { type BacklogSource, backlogSentence, largestBacklog } from '../../../reports/load/backlog.ts';

function source(
  offered: readonly number[],
  answered: readonly number[],
  changes: {
    readonly failed?: readonly number[];
    readonly valid?: boolean;
    readonly binSeconds?: number;
  } = {},
): BacklogSource {
  const { failed = offered.map(() => 0), valid = true, binSeconds = 1 } = changes;
  return {
    timeline: { binSeconds, offered, answered, failed },
    elapsedSeconds: offered.length * binSeconds,
    generator: { valid },
  };
}

const LATE = source([100, 100, 100, 0, 0], [100, 40, 60, 80, 20]);

describe('how far a load run fell behind', () => {
  it('adds up over its seconds', () => {
    expect(largestBacklog(LATE)).toEqual({ bin: 2, operations: 100 });
    expect(backlogSentence(LATE)).toBe(
      'The target was furthest behind at 0:02, with 100 operations without an answer: 100 ops/s came due and 60 ops/s were answered.',
    );
  });

  it('is not told of the target where the generator was the limit', () => {
    const sentence = backlogSentence(source([100, 100], [100, 40], { valid: false }));
    expect(sentence).toBe(
      'Most was open at 0:01, with 60 operations without an answer: 100 ops/s came due and 40 ops/s were answered. The generator was the limit, so this says nothing of the target.',
    );
    expect(backlogSentence(source([9], [9], { valid: false }))).toMatch(/says nothing of the target\.$/);
  });

  it('sees a quiet second in which nothing was answered beside busy ones in which nearly all was', () => {
    expect(backlogSentence(source([10_000, 40], [9_990, 0]))).toMatch(/furthest behind at 0:01, with 50 op/);
  });

  it('is nothing where all was answered in time', () => {
    expect(backlogSentence(source([100, 50], [100, 50]))).toBe(
      'Each second had answers to all that came due in it, up to 100 ops/s.',
    );
  });

  it('is nothing of operations that failed: they have come to their end', () => {
    expect(backlogSentence(source([100], [90], { failed: [10] }))).toMatch(
      /^Each second had answers .* up to 100 ops\/s, but for what failed\.$/,
    );
  });

  it('is nothing where nothing came due', () => {
    expect(backlogSentence(source([0, 0], [0, 0]))).toBe('Nothing came due.');
    expect(backlogSentence(source([], []))).toBe('Nothing came due.');
  });

  it('counts operations, not rates, in wider bins', () => {
    expect(largestBacklog(source([100], [40], { binSeconds: 15 }))?.operations).toBe(900);
  });
});
