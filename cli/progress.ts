/**
 * Progress of a run, on stderr: a bar on a terminal, or a plain line every five seconds in the log of a batch system. A
 * run that is over within a second prints nothing.
 */

import { formatQuantity } from '../models/units.ts';
import { terminalOptionsOf } from './terminal.ts';

const FIRST_SIGN_MILLISECONDS = 1_000;
const BAR_INTERVAL_MILLISECONDS = 200;
const LINE_INTERVAL_MILLISECONDS = 5_000;
const BAR_CELLS = 24;
const CLEAR_LINE = '\r\u001B[2K';

type Cells = readonly [full: string, empty: string];
const UNICODE_CELLS: Cells = ['█', '░'];
const ASCII_CELLS: Cells = ['#', '.'];

export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface Progress {
  /** One more of the total is done. */
  advance(): void;
  /** Takes the bar away; the stream is as it was. */
  end(): void;
}

export interface ProgressOptions {
  readonly ascii?: boolean;
  /** How long all of it is expected to take, told until the first is done; null where that is not worth telling. */
  readonly expectedSeconds?: number | null;
  /** Whether it may end before all of the total are done. */
  readonly atMost?: boolean;
}

/** `what` names the units in the plural: "replications". */
export function startProgress(
  stream: ProgressStream,
  total: number,
  what: string,
  {
    ascii = terminalOptionsOf(stream).ascii ?? false,
    expectedSeconds = null,
    atMost = false,
  }: ProgressOptions = {},
): Progress {
  const onTerminal = stream.isTTY === true;
  const started = Date.now();
  const bound = atMost ? 'at most ' : '';
  let done = 0;
  let doneAt = started;
  let shown = false;

  const show = () => {
    const elapsedSeconds = (Date.now() - started) / 1000;
    const parts = [`${done} of ${bound}${total} ${what}`, secondsText(elapsedSeconds)];
    // By the pace up to the last one done: what runs now would make the guess rise until it is done, too.
    const wholeSeconds = done > 0 ? ((doneAt - started) / 1000 / done) * total : expectedSeconds;
    if (wholeSeconds !== null && done < total) {
      parts.push(`${bound}about ${secondsText(Math.max(1, wholeSeconds - elapsedSeconds))} left`);
    }
    const line = parts.join(', ');
    stream.write(
      onTerminal
        ? `${CLEAR_LINE}${withBar(done / total, line, stream.columns || 80, ascii ? ASCII_CELLS : UNICODE_CELLS)}`
        : `headroom: ${line}\n`,
    );
    shown = true;
  };

  let repeating: NodeJS.Timeout | undefined;
  const first = setTimeout(() => {
    show();
    repeating = setInterval(show, onTerminal ? BAR_INTERVAL_MILLISECONDS : LINE_INTERVAL_MILLISECONDS);
    repeating.unref();
  }, FIRST_SIGN_MILLISECONDS);
  first.unref();

  return {
    advance() {
      done += 1;
      doneAt = Date.now();
    },
    end() {
      clearTimeout(first);
      clearInterval(repeating);
      if (shown && onTerminal) stream.write(CLEAR_LINE);
    },
  };
}

function withBar(fraction: number, line: string, columns: number, [full, empty]: Cells): string {
  const filled = Math.round(fraction * BAR_CELLS);
  const bar = `${full.repeat(filled)}${empty.repeat(BAR_CELLS - filled)} `;
  // A line that wraps could not be taken away again, so a narrow terminal goes without the bar.
  return bar.length + line.length < columns ? bar + line : line.slice(0, columns - 1);
}

function secondsText(seconds: number): string {
  return formatQuantity(Math.round(seconds), 'seconds');
}
