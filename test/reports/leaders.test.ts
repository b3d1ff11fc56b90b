import { describe, expect, it } from 'vitest';
import { leadersBy, listed } from '../../reports/leaders.ts';

const percent = (fraction: number) => `${Math.round(fraction * 100)}%`;

describe('who leads by a figure', () => {
  it('is everyone whose figure reads like the greatest', () => {
    expect(leadersBy([0.2, 0.999, 1, 0.9], (value) => value, percent)).toEqual([0.999, 1]);
    expect(leadersBy([0.2, 0.9, 0.1], (value) => value, percent)).toEqual([0.9]);
  });

  it('is nobody of nobody', () => {
    expect(leadersBy([], (value: number) => value, percent)).toEqual([]);
  });
});

describe('a list of names', () => {
  it.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a and b'],
    [['a', 'b', 'c'], 'a, b and c'],
    [['a', 'b', 'c', 'd', 'e'], 'a, b, c and 2 more'],
  ])('%j reads %j', (names, text) => {
    expect(listed(names, 3)).toBe(text);
  });
});
