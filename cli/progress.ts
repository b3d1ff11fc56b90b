/**
 * Progress of a run, on stderr: a bar on a terminal, a plain line every few seconds elsewhere (a log of a batch system),
 * and nothing at all for a run that is over within a second.
 */

const FIRST_SIGN_MILLISECONDS = 1_000;
const BAR_INTERVAL_MILLISECONDS = 200;
const LINE_INTERVAL_MILLISECONDS = 5_000;
const BAR_CELLS = 24;

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

/** `what` names the units in the plural: "replications". */
export function startProgress(stream: ProgressStream, total: number, what: string): Progress {
  const onTerminal = stream.isTTY === true;
  const started = Date.now();
  let done = 0;
  let shown = false;

  const show = () => {
    const elapsedSeconds = (Date.now() - started) / 1000;
    if (onTerminal)
      stream.write(`\r\u001B[2K${barOf(done, total, what, elapsedSeconds, stream.columns ?? 80)}`);
    else stream.write(`headroom: ${lineOf(done, total, what, elapsedSeconds)}\n`);
    shown = true;
  };

  let repeating: NodeJS.Timeout | undefined;
  const first = setTimeout(
    () => {
      show();
      repeating = setInterval(show, onTerminal ? BAR_INTERVAL_MILLISECONDS : LINE_INTERVAL_MILLISECONDS);
      repeating.unref();
    },
    onTerminal ? FIRST_SIGN_MILLISECONDS : LINE_INTERVAL_MILLISECONDS,
  );
  first.unref();

  return {
    advance() {
      done += 1;
    },
    end() {
      clearTimeout(first);
      clearInterval(repeating);
      if (shown && onTerminal) stream.write('\r\u001B[2K');
    },
  };
}

function barOf(done: number, total: number, what: string, elapsedSeconds: number, columns: number): string {
  const filled = Math.round((done / total) * BAR_CELLS);
  const line = lineOf(done, total, what, elapsedSeconds);
  const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR_CELLS - filled)} `;
  // A line that wraps could not be taken away again, so a narrow terminal goes without the bar.
  return bar.length + line.length < columns ? bar + line : line.slice(0, columns - 1);
}

function lineOf(done: number, total: number, what: string, elapsedSeconds: number): string {
  const elapsed = `${done} of ${total} ${what}, ${elapsedSeconds.toFixed(0)} s`;
  if (done === 0 || done === total) return elapsed;
  const remainingSeconds = (elapsedSeconds / done) * (total - done);
  return `${elapsed}, about ${Math.max(1, Math.round(remainingSeconds))} s left`;
}
