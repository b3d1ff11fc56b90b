/**
 * The two streams of the program. The result goes to stdout and everything else to stderr, so that a result can always
 * be piped. A reader that closes its end early (`| head`) is no error: what it no longer wants is dropped.
 */

import type { TerminalOptions } from '../reports/terminal/canvas.ts';
import { type NodeStream, StandardStream, wayTo } from './output/standard-stream.ts';
import { withoutSecrets } from './without-secrets.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** FORCE_COLOR goes before NO_COLOR, as in Node itself; FORCE_COLOR=0 switches colours off. */
export function wantsColor(stream: OutputStream, environment: Environment = process.env): boolean {
  const { FORCE_COLOR: forced, NO_COLOR: refused, TERM: terminal } = environment;
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  if (refused !== undefined && refused !== '') return false;
  return stream.isTTY === true && terminal !== 'dumb';
}

/** How to write to a stream. What is not a terminal gets the same bytes everywhere: 80 columns, in Unicode. */
export function terminalOptionsOf(
  stream: OutputStream,
  environment: Environment = process.env,
): TerminalOptions {
  return {
    color: wantsColor(stream, environment),
    // A terminal that does not know its size says 0.
    width: stream.columns || 80,
    ascii: stream.isTTY === true && !speaksUnicode(environment),
  };
}

/** A locale that says nothing of its encoding is taken to be UTF-8, unless it is the plain C locale. */
function speaksUnicode({ LC_ALL: all, LC_CTYPE: characters, LANG: language }: Environment): boolean {
  const locale = all || characters || language || '';
  const encoding = locale.split('.')[1];
  if (encoding !== undefined) return /^utf-?8/i.test(encoding);
  return locale !== 'C' && locale !== 'POSIX';
}

/** Standard output. */
const RESULT = standardStream('standard output', 1, () => process.stdout);
/** Standard error. */
const NOTES = standardStream('standard error', 2, () => process.stderr);

/**
 * Writes the result, which is made of what has no secrets, to stdout. Resolves once it is handed over, so that nothing is lost when the process ends.
 * Rejects with a Failure where it cannot be written whole.
 */
export function print(text: string): Promise<void> {
  return RESULT().write(text);
}

/** A line for the person at the terminal, beside the result; without secrets. One that cannot be written is lost. */
export function note(line: string): void {
  noteText(`${withoutSecrets(line)}\n`);
}

/** Several lines for the person at the terminal, each ending in a line feed, made of what has no secrets. */
export function noteText(text: string): void {
  NOTES().say(text);
}

/** Standard error for what draws on it: progress is never worth a result, so a write that fails is dropped. */
export const screen = {
  get isTTY(): boolean {
    return process.stderr.isTTY;
  },
  get columns(): number {
    return process.stderr.columns;
  },
  get rows(): number {
    return process.stderr.rows;
  },
  write(text: string): void {
    NOTES().say(text);
  },
} as const;

/** Looks at the descriptor when it is first written to. */
function standardStream(name: string, descriptor: number, node: () => NodeStream): () => StandardStream {
  let stream: StandardStream | null = null;
  return () => {
    stream ??= new StandardStream(name, wayTo(descriptor, node));
    return stream;
  };
}
