import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startProgress } from '../../cli/progress.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function recorded(isTTY: boolean, columns = 80) {
  const written: string[] = [];
  return { isTTY, columns, written, write: (text: string) => written.push(text) };
}

test('nothing is shown of a run that is over within a second', () => {
  for (const stream of [recorded(true), recorded(false)]) {
    const progress = startProgress(stream, 4, 'replications');
    vi.advanceTimersByTime(900);
    progress.end();
    vi.advanceTimersByTime(60_000);
    expect(stream.written).toEqual([]);
  }
});

test('a terminal sees a bar that is taken away at the end', () => {
  const stream = recorded(true);
  const progress = startProgress(stream, 4, 'replications', { ascii: false });
  vi.advanceTimersByTime(900);
  progress.advance();
  vi.advanceTimersByTime(100);
  expect(stream.written.at(-1)).toBe(
    '\r\u001B[2K██████░░░░░░░░░░░░░░░░░░ 1 of 4 replications, 1 s, about 3 s left',
  );
  progress.end();
  expect(stream.written.at(-1)).toBe('\r\u001B[2K');
});

test('a terminal without Unicode sees a bar of plain characters', () => {
  const stream = recorded(true);
  startProgress(stream, 4, 'replications', { ascii: true });
  vi.advanceTimersByTime(1_000);
  expect(stream.written.at(-1)).toContain('........................ 0 of 4 replications');
});

test('the bar never reaches the edge of the terminal, where it would wrap', () => {
  for (const columns of [20, 60, 70, 71]) {
    const stream = recorded(true, columns);
    const progress = startProgress(stream, 4, 'replications');
    progress.advance();
    vi.advanceTimersByTime(2_000);
    progress.end();
    for (const text of stream.written) expect(text.replace('\r\u001B[2K', '').length).toBeLessThan(columns);
  }
});

test('a log sees a plain line every five seconds, without control sequences', () => {
  const stream = recorded(false);
  const progress = startProgress(stream, 3, 'replications');
  vi.advanceTimersByTime(5_000);
  progress.advance();
  vi.advanceTimersByTime(6_000);
  progress.end();
  expect(stream.written).toEqual([
    'headroom: 0 of 3 replications, 1 s\n',
    'headroom: 1 of 3 replications, 6 s, about 9 s left\n',
    'headroom: 1 of 3 replications, 11 s, about 4 s left\n',
  ]);
});

test('until the first is done, what was expected beforehand is told', () => {
  const stream = recorded(false);
  const progress = startProgress(stream, 4, 'replications', { expectedSeconds: 722 });
  vi.advanceTimersByTime(2_000);
  expect(stream.written).toEqual(['headroom: 0 of 4 replications, 1 s, about 12min 1s left\n']);
  progress.advance();
  vi.advanceTimersByTime(5_000);
  expect(stream.written.at(-1)).toBe('headroom: 1 of 4 replications, 6 s, about 2 s left\n');
  progress.end();
});
