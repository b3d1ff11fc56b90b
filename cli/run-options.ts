/** Options that every command that simulates takes, beside those that change the scenario. */

import { availableParallelism } from 'node:os';
import type { OptionDefinition, OptionValues } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { Failure } from './failure.ts';
import type { SimulationOptions } from './simulate-studios.ts';

export const RUN_OPTIONS = {
  threads: {
    type: 'string',
    value: 'N',
    summary: 'worker threads; default: one per core; the result is the same with any',
  },
  json: { type: 'boolean', summary: 'print one JSON document instead of the summary' },
  out: {
    type: 'string',
    value: 'DIR',
    summary: 'also write the JSON document, report.html and CSV files into this folder',
  },
  'no-gate': { type: 'boolean', summary: 'exit with 0 whatever the verdict (not 4, 7 or 8)' },
  quiet: { type: 'boolean', summary: 'no progress on stderr' },
} as const satisfies Readonly<Record<string, OptionDefinition>>;

const THREADS_MAX = 1024;

export function simulationOptionsOf(
  options: OptionValues<typeof RUN_OPTIONS>,
  signal: AbortSignal,
): SimulationOptions {
  const { threads, quiet } = options;
  return {
    threads: threads === undefined ? availableParallelism() : threadsOf(threads),
    quiet,
    signal,
  };
}

function threadsOf(text: string): number {
  const threads = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (threads < 1 || threads > THREADS_MAX) {
    throw new Failure(EXIT.usage, `--threads takes a whole number from 1 to ${THREADS_MAX}, not "${text}"`);
  }
  return threads;
}
