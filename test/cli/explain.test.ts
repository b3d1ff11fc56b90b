import { describe, expect, test } from 'vitest';
import { EXIT } from '../../cli/exit-codes.ts';
import { explain } from '../../cli/explain.ts';
import { Failure } from '../../cli/failure.ts';

describe('a failure that we foresaw', () => {
  test('is its message and its hint', () => {
    const failure = new Failure(EXIT.usage, 'unknown command x', { hint: 'did you mean y?' });
    expect(explain(failure, false)).toEqual({
      exitCode: 2,
      lines: ['headroom: unknown command x', '  did you mean y?'],
    });
  });

  test('cannot steer the terminal', () => {
    const { lines } = explain(new Failure(EXIT.usage, 'a\u001B[2J', { hint: '\u0007' }), false);
    expect(lines).toEqual(['headroom: a\\x1b[2J', '  \\x07']);
  });
});

describe('a bug', () => {
  test.each([
    [new TypeError('x is not a function'), 'headroom: x is not a function'],
    ['just a text', 'headroom: just a text'],
    [
      new Failure(EXIT.bug, 'replication 2 failed', { cause: new Error('inner') }),
      'headroom: replication 2 failed',
    ],
  ])('asks for a report and shows no stack: %s', (thrown, first) => {
    const { exitCode, lines } = explain(thrown, false);
    expect(exitCode).toBe(1);
    expect(lines).toEqual([
      first,
      '  This is a bug in headroom. Please report it with the command and the scenario.',
      '  HEADROOM_DEBUG=1 shows where it happened.',
    ]);
  });

  test('shows its stack, and that of its cause, to those who ask', () => {
    const thrown = new Failure(EXIT.bug, 'replication 2 failed', { cause: new Error('inner') });
    expect(explain(thrown, true).lines.at(-1)).toMatch(
      /replication 2 failed\n +at [^]*cause[^]*inner\n +at /,
    );
  });
});
