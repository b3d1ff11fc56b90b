/**
 * Live view of a load run, on stderr. A terminal gets a block that is redrawn each second, a log a plain line every few
 * seconds. Machines get one JSON document per line.
 */

import type { LoadSecond } from '../../loadgen/run/load-outcome.ts';
import type { Studio } from '../../models/studio.ts';
import { printable } from '../../reports/printable.ts';
import { canvasOf } from '../../reports/terminal/canvas.ts';
import { messageOf } from '../failure.ts';
import { toJsonLine } from '../json.ts';
import { terminalOptionsOf } from '../terminal.ts';
import { withoutSecrets } from '../without-secrets.ts';
import { liveBlock } from './live-block.ts';
import { type LiveEvent, secondEvent } from './live-event.ts';
import { LiveFigures } from './live-figures.ts';
import { liveLine } from './live-line.ts';

export interface LiveStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
}

export interface LiveViewOptions {
  /** Studio with the objectives to watch. */
  readonly studio: Studio;
  /** Scenario and target: "Small studio on nfs://filer/export". */
  readonly title: string;
  /** How long the load is planned to go on, in seconds of real time. */
  readonly durationSeconds: number;
  /** How late the generator may be by itself at the 99th percentile; 1 ms where absent. */
  readonly allowedLatenessSeconds?: number;
  /** Events for machines, whatever the stream is. */
  readonly events?: boolean;
  /** For NO_COLOR and the like; those of the process where absent. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

export interface LiveView {
  /** Shows a second of the run that is over; it ends what `phase` said. */
  second(second: LoadSecond): void;
  /** Names the activity before, after or instead of the load: "preparing 1.2 GB in 900 files". */
  phase(text: string): void;
  /** A line for the person who watches, above the block: it stays. Left out of events. */
  note(line: string): void;
  /** Takes the block away, as a result follows on another stream. What goes on after it has a line of its own. */
  settle(): void;
  /** Takes the block away; the stream is as it was. Events get their last one. Safe to call twice. */
  end(): void;
}

/** A log has a line this often in the first minute, and then less often. */
const EARLY_LINE_SECONDS = 5;
const LATER_LINE_SECONDS = 30;
const EARLY_SECONDS = 60;

/** Narrower terminals would wrap what is to be drawn over, so they get plain lines. */
const NARROWEST = 41;
const USUAL_ROWS = 24;

/** Chooses by the stream, unless events are asked for. Nothing is written before there is something to say. */
export function startLiveView(stream: LiveStream, given: LiveViewOptions): LiveView {
  const options = withTextsCleared(given);
  if (options.events === true) return unfailing(stream, eventView(stream, options));
  const isScreen = stream.isTTY === true && (stream.columns || 80) >= NARROWEST;
  return unfailing(stream, isScreen ? screenView(stream, options) : lineView(stream, options));
}

/** Goes on without the view where that fails: what it shows is never worth what is measured. */
function unfailing(stream: LiveStream, view: LiveView): LiveView {
  let hasFailed = false;
  const safely = (show: () => void) => {
    if (hasFailed) return;
    try {
      show();
    } catch (error) {
      hasFailed = true;
      stream.write(`headroom: progress is no longer shown: ${printable(withoutSecrets(messageOf(error)))}\n`);
    }
  };
  return {
    second: (second) => safely(() => view.second(second)),
    phase: (text) => safely(() => view.phase(text)),
    note: (line) => safely(() => view.note(line)),
    settle: () => safely(() => view.settle()),
    end: () => safely(() => view.end()),
  };
}

/** Only what is shown of a studio: its stages keep the names by which they are found. */
function withTextsCleared(options: LiveViewOptions): LiveViewOptions {
  const { studio, title } = options;
  const objectives = studio.objectives.map((each) => ({ ...each, text: withoutSecrets(each.text) }));
  return { ...options, title: withoutSecrets(title), studio: { ...studio, objectives } };
}

function screenView(
  stream: LiveStream,
  { studio, title, durationSeconds, allowedLatenessSeconds, environment }: LiveViewOptions,
): LiveView {
  const figures = new LiveFigures(studio, allowedLatenessSeconds);
  let phase: string | null = null;
  let isSettled = false;
  let drawn = 0;

  /** To the first line of the block, and all below it away. */
  const erasing = () => (drawn > 0 ? `\u001B[${drawn}A\r\u001B[J` : '');
  const block = () => {
    // A terminal may be resized at any time. The last column stays free: some terminals wrap when it is written.
    const terminal = terminalOptionsOf(stream, environment);
    const canvas = canvasOf({ ...terminal, width: terminal.width - 1 });
    const state = { title, phase, durationSeconds };
    return liveBlock(canvas, figures, state, (stream.rows || USUAL_ROWS) - 1);
  };
  /** In one write, so that nothing flickers: the old block away, what is to stay above, the new block. */
  const draw = (above: string, lines: readonly string[]) => {
    const text = [...(above === '' ? [] : [above]), ...lines].map((line) => `${line}\n`).join('');
    const whole = erasing() + text;
    if (whole !== '') stream.write(whole);
    drawn = lines.length;
  };
  return {
    second(second) {
      phase = null;
      figures.add(second);
      draw('', block());
    },
    phase(text) {
      phase = withoutSecrets(text);
      // Without the figures: the result that stands above has them.
      draw('', isSettled ? block().slice(1, 2) : block());
    },
    note(line) {
      draw(printable(withoutSecrets(line)), drawn > 0 ? block() : []);
    },
    settle() {
      draw('', []);
      isSettled = true;
    },
    end() {
      draw('', []);
    },
  };
}

function lineView(
  stream: LiveStream,
  { studio, durationSeconds, allowedLatenessSeconds }: LiveViewOptions,
): LiveView {
  const figures = new LiveFigures(studio, allowedLatenessSeconds);
  return {
    second(second) {
      figures.add(second);
      const { elapsedSeconds } = figures;
      const every = elapsedSeconds <= EARLY_SECONDS ? EARLY_LINE_SECONDS : LATER_LINE_SECONDS;
      if (elapsedSeconds % every === 0) stream.write(`${liveLine(figures, durationSeconds)}\n`);
    },
    phase(text) {
      stream.write(`headroom: ${printable(withoutSecrets(text))}\n`);
    },
    note(line) {
      stream.write(`${printable(withoutSecrets(line))}\n`);
    },
    settle() {},
    end() {},
  };
}

function eventView(
  stream: LiveStream,
  { studio, durationSeconds, allowedLatenessSeconds }: LiveViewOptions,
): LiveView {
  const figures = new LiveFigures(studio, allowedLatenessSeconds);
  const emit = (event: LiveEvent) => stream.write(toJsonLine(event));
  let ended = false;
  return {
    second(second) {
      figures.add(second);
      emit(secondEvent(second, figures, durationSeconds));
    },
    phase(text) {
      emit({ event: 'phase', text });
    },
    note() {},
    settle() {},
    end() {
      if (!ended) emit({ event: 'end', elapsedSeconds: figures.elapsedSeconds });
      ended = true;
    },
  };
}
