import stringWidth from 'string-width';
import { describe, expect, it, test } from 'vitest';
import type { LiveEvent } from '../../../cli/live/live-event.ts';
import { type LiveStream, type LiveViewOptions, startLiveView } from '../../../cli/live/live-view.ts';
import type { LoadSecond } from '../../../loadgen/run/load-outcome.ts';
import { Histogram } from '../../../models/histogram.ts';
import { AWAY, LOAD_STUDIO, loadRun } from '../../loadgen/result/load-run.ts';
import { byPatience } from '../../patience.ts';

const RUN = loadRun();
const BEFORE = RUN.seconds.slice(0, AWAY.from);
const TITLE = 'Small studio on nfs://filer.example/export/headroom';
const UTF8 = { LANG: 'en_US.UTF-8' };

interface Recorded extends LiveStream {
  readonly written: string[];
}

function recorded(stream: Omit<LiveStream, 'write'>): Recorded {
  const written: string[] = [];
  return { ...stream, written, write: (text) => written.push(text) };
}

/** All that was written, its control sequences to be seen. */
function visible(written: readonly string[]): string {
  return written.join('').replaceAll('\u001B', '<ESC>').replaceAll('\u0007', '<BEL>');
}

/** What a terminal shows after all that was written to it: the only sequences are those that take the block away. */
function screenOf({ written }: Recorded): string[] {
  let lines: string[] = [''];
  for (const part of visible(written).split(/(<ESC>\[\d+A\r<ESC>\[J|\n)/)) {
    const up = /^<ESC>\[(\d+)A/.exec(part)?.[1];
    if (up !== undefined) lines = [...lines.slice(0, lines.length - 1 - Number(up)), ''];
    else if (part === '\n') lines.push('');
    else lines[lines.length - 1] += part;
  }
  return lines;
}

function started(stream: Recorded, options: Partial<LiveViewOptions> = {}) {
  return startLiveView(stream, {
    studio: LOAD_STUDIO,
    title: TITLE,
    durationSeconds: 120,
    environment: { ...UTF8, NO_COLOR: '1' },
    ...options,
  });
}

function shown(
  seconds: readonly LoadSecond[],
  stream: Recorded,
  options: Partial<LiveViewOptions> = {},
): Recorded {
  const view = started(stream, options);
  for (const second of seconds) view.second(second);
  return stream;
}

describe('on a terminal', () => {
  it.each([80, 60, 44])(
    'a block shows rates, response times, errors, margins and the generator on %i columns',
    async (columns) => {
      const stream = shown(BEFORE, recorded({ isTTY: true, columns, rows: 40 }));
      await expect(screenOf(stream).join('\n')).toMatchFileSnapshot(`golden/block-${columns}.txt`);
    },
  );

  it('is drawn anew each second: the last block is all that stands there', () => {
    const stream = shown(BEFORE, recorded({ isTTY: true, columns: 80, rows: 40 }));
    const screen = screenOf(stream);
    expect(screen.filter((line) => line.includes('response p50'))).toHaveLength(1);
    expect(screen[1]).toContain('1:24 of 2:00, 0:36 left');
    expect(stream.written).toHaveLength(BEFORE.length);
  });

  it('says what failed, and which objectives are broken so far', () => {
    const screen = screenOf(shown(RUN.seconds, recorded({ isTTY: true, columns: 100, rows: 40 })));
    expect(screen.find((line) => line.includes('failed'))).toMatch(/^ {2}102 failed, [\d,]+ retried/);
    expect(screen.find((line) => line.includes('review.scrub'))).toMatch(
      /✗ review\.scrub p99 <= 40ms +2\.53 s +×/,
    );
    expect(screen.find((line) => line.includes('overnight'))).toMatch(
      /\? overnight\.turnaround .* at the end/,
    );
  });

  it('does not say that objectives are met or broken while the generator itself is late', () => {
    const late = new Histogram();
    for (let operation = 0; operation < 200; operation++) late.record(operation < 20 ? 0.092 : 1e-5);
    const [second] = RUN.seconds.slice(AWAY.from);
    const lateSecond = { ...second!, ownLag: late.snapshot() };
    const screen = screenOf(shown([lateSecond], recorded({ isTTY: true, columns: 100, rows: 40 })));
    expect(screen.filter((line) => /[✓✗]/.test(line))).toEqual([]);
    expect(screen.find((line) => line.includes('review.scrub'))).toMatch(
      /\? review\.scrub .* generator late$/,
    );
    expect(screen.at(-2)).toMatch(/^ {2}generator is the limit: /);
    const allowed = { allowedLatenessSeconds: 0.1 };
    const accepted = screenOf(
      shown([lateSecond], recorded({ isTTY: true, columns: 100, rows: 40 }), allowed),
    );
    expect(accepted.some((line) => /[✓✗] review\.scrub/.test(line))).toBe(true);

    const log = recorded({});
    const events = recorded({});
    for (const stream of [log, events]) {
      const view = started(stream, { events: stream === events });
      for (let at = 0; at < 5; at++) view.second({ ...lateSecond, atSeconds: at });
    }
    expect(log.written.join('')).toContain('; in doubt: the generator is late)');
    const [event] = events.written.map((line) => JSON.parse(line) as LiveEvent);
    expect(event).toMatchObject({ generator: { limit: true } });
    const objectives = event?.event === 'second' ? event.objectives : [];
    expect(objectives.some(({ value }) => value !== null)).toBe(true);
    expect(objectives.every(({ met }) => met === null)).toBe(true);
  });

  it('is taken away for a result, after which it says in a line what goes on', () => {
    const stream = recorded({ isTTY: true, columns: 80 });
    const view = started(stream);
    view.second(BEFORE[0]!);
    view.settle();
    expect(screenOf(stream)).toEqual(['']);
    view.phase('cleaning up');
    expect(screenOf(stream)).toEqual(['  cleaning up', '']);
    view.end();
    expect(screenOf(stream)).toEqual(['']);
  });

  it('that fails is done without: the run goes on', () => {
    let writes = 0;
    const stream = recorded({ isTTY: true, columns: 80 });
    const view = startLiveView(
      {
        ...stream,
        write: (text) => {
          if (writes++ === 1) throw new Error('no such terminal');
          stream.written.push(text);
        },
      },
      { studio: LOAD_STUDIO, title: TITLE, durationSeconds: 120 },
    );
    for (const second of BEFORE.slice(0, 4)) view.second(second);
    view.end();
    expect(stream.written).toHaveLength(2);
    expect(stream.written[1]).toBe('headroom: progress is no longer shown: no such terminal\n');
  });

  it('says what is still without an answer', () => {
    const [second] = BEFORE;
    const [tally] = second!.tallies;
    const waiting = { ...second!, tallies: [{ ...tally!, answered: tally!.answered - 5 }] };
    const screen = screenOf(shown([waiting], recorded({ isTTY: true, columns: 80 })));
    expect(screen).toContainEqual('  no errors   5 without an answer');
  });

  it('never reaches the edge of the terminal nor leaves its rows, where it could not be drawn over', () => {
    for (let columns = 41; columns <= 120; columns += byPatience({ fast: 9, slow: 1 })) {
      for (const rows of [8, 12, 24]) {
        const screen = screenOf(shown(RUN.seconds.slice(80, 90), recorded({ isTTY: true, columns, rows })));
        expect(screen.length).toBeLessThanOrEqual(rows);
        for (const line of screen) expect(stringWidth(line)).toBeLessThan(columns);
      }
    }
  });

  it('is in colour unless that is refused', () => {
    const stream = recorded({ isTTY: true, columns: 80 });
    shown(RUN.seconds.slice(0, 1), stream, { environment: { ...UTF8 } });
    expect(stream.written.join('')).toContain('\u001B[1m');
    const plain = shown(RUN.seconds.slice(0, 1), recorded({ isTTY: true, columns: 80 }));
    expect(plain.written.join('')).not.toContain('\u001B');
  });

  it('keeps to ASCII where that is all the terminal speaks', () => {
    const stream = recorded({ isTTY: true, columns: 60 });
    shown(RUN.seconds, stream, {
      environment: { LC_ALL: 'C', NO_COLOR: '1' },
      title: 'Größenordnung '.repeat(9),
    });
    expect(visible(stream.written)).toMatch(/^[\n\r -~]*$/);
  });

  it('shows what goes on instead of the load, until a second of it is there', () => {
    const stream = recorded({ isTTY: true, columns: 80 });
    const view = started(stream);
    view.phase('preparing 3.4 GB in 4,120 files');
    expect(screenOf(stream)).toEqual([TITLE, '  preparing 3.4 GB in 4,120 files', '']);
    view.second(BEFORE[0]!);
    expect(screenOf(stream).join('\n')).not.toContain('preparing');
  });

  it('keeps a note above the block', () => {
    const stream = recorded({ isTTY: true, columns: 80 });
    const view = started(stream);
    view.second(BEFORE[0]!);
    view.note('headroom: stopping; press Ctrl-C again to leave at once');
    view.second(BEFORE[1]!);
    const screen = screenOf(stream);
    expect(screen[0]).toBe('headroom: stopping; press Ctrl-C again to leave at once');
    expect(screen[1]).toBe(TITLE);
    view.end();
    expect(screenOf(stream)).toEqual([screen[0], '']);
  });

  it('is taken away at the end, and only once', () => {
    const stream = recorded({ isTTY: true, columns: 80 });
    const view = started(stream);
    view.second(BEFORE[0]!);
    view.end();
    expect(screenOf(stream)).toEqual(['']);
    const written = stream.written.length;
    view.end();
    expect(stream.written).toHaveLength(written);
  });

  it('gives nothing from outside a way to command the terminal', () => {
    const stream = recorded({ isTTY: true, columns: 80 });
    const view = started(stream, { title: 'evil \u001B]0;owned\u0007' });
    view.phase('on \u001B[2J');
    view.note('\u001B[31mred');
    expect(visible(stream.written).replace(/<ESC>\[\d+A\r<ESC>\[J/g, '')).not.toMatch(/<ESC>|<BEL>/);
  });
});

describe('in a log', () => {
  it('has a line every five seconds of the first minute, and every thirty after that', () => {
    const { written } = shown(RUN.seconds, recorded({ isTTY: false }));
    const times = written.map((line) => /^headroom: (\d+:\d+) of 2:00/.exec(line)?.[1]);
    expect(times).toEqual('0:05 0:10 0:15 0:20 0:25 0:30 0:35 0:40 0:45 0:50 0:55 1:00 1:30 2:00'.split(' '));
  });

  it('says in each line what was asked, answered, failed, and which objective is nearest to its limit', () => {
    const { written } = shown(RUN.seconds, recorded({ isTTY: false }));
    expect(written.at(0)).toMatch(
      /^headroom: 0:05 of 2:00, asked [\d.k]+ ops\/s, answered [\d.k]+ ops\/s, p99 [\d.]+ ms, no errors, least margin \+\d+% \(\w+\.\w+ p99 <= \d+ms\)\n$/,
    );
    expect(written.at(-1)).toContain('102 failed');
  });

  it('has phases and notes as lines, and nothing of a block; so has a terminal too narrow for one', () => {
    for (const stream of [recorded({ isTTY: false }), recorded({ isTTY: true, columns: 30 })]) {
      const view = started(stream);
      view.phase('cleaning up');
      view.note('kept 3 files');
      view.end();
      expect(stream.written).toEqual(['headroom: cleaning up\n', 'kept 3 files\n']);
    }
  });
});

describe('for machines', () => {
  const stream = recorded({ isTTY: true, columns: 80 });
  const view = started(stream, { events: true });
  view.phase('preparing 3.4 GB in 4,120 files');
  for (const second of RUN.seconds) view.second(second);
  view.note('for people');
  view.end();
  view.end();
  const events = stream.written.map((line) => JSON.parse(line) as LiveEvent);

  it('is one JSON document to a line, whatever the stream is', () => {
    for (const line of stream.written) expect(line).toMatch(/^\{[^\n]*\}\n$/);
    expect(events.map(({ event }) => event)).toEqual(['phase', ...RUN.seconds.map(() => 'second'), 'end']);
  });

  it('adds up to what the run did', () => {
    const seconds = events.filter((event) => event.event === 'second');
    const total = (of: (event: (typeof seconds)[number]) => number) =>
      seconds.reduce((sum, event) => sum + of(event), 0);
    const whole = (of: (tally: (typeof RUN.tallies)[number]) => number) =>
      RUN.tallies.reduce((sum, tally) => sum + of(tally), 0);
    expect(total(({ offered }) => offered)).toBe(whole(({ offered }) => offered));
    expect(total(({ sent }) => sent)).toBe(whole(({ sent }) => sent));
    expect(total(({ answered }) => answered)).toBe(whole(({ answered }) => answered));
    expect(total(({ failed }) => failed)).toBe(102);
    expect(total(({ retries }) => retries)).toBe(whole(({ retries }) => retries));
    expect(seconds.at(-1)).toMatchObject({ atSeconds: 119, leftSeconds: 0, outstanding: 0 });
  });

  it('has each objective with its value so far, in SI units', () => {
    const last = events.filter((event) => event.event === 'second').at(-1)!;
    const scrub = RUN.tallies.find(({ step }) => step === 'scrub')!;
    expect(last.objectives[0]).toMatchObject({
      text: 'review.scrub p99 <= 40ms',
      value: Histogram.fromSnapshot(scrub.response).quantile(0.99),
      met: false,
    });
    expect(last.objectives[2]).toEqual({
      text: 'overnight.turnaround p95 <= 1min',
      value: null,
      margin: null,
      met: null,
    });
  });

  it('has null, not NaN, for a second in which nothing was answered', () => {
    const quiet = recorded({});
    startLiveView(quiet, { studio: LOAD_STUDIO, title: '', durationSeconds: 1, events: true }).second({
      ...BEFORE[0]!,
      tallies: [],
    });
    expect(JSON.parse(quiet.written[0]!)).toMatchObject({ response: { p50: null, p99: null, max: null } });
  });
});

test('nothing is written before there is something to say', () => {
  for (const stream of [recorded({ isTTY: true }), recorded({})]) {
    started(stream).end();
    expect(stream.written).toEqual([]);
  }
});
