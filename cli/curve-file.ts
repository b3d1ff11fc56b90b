/** A load-response curve from a CSV file: a column of rates and one of mean latencies, by rising load. */

import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import type { ResponsePoint } from '../models/hardware/fit-law.ts';
import type { LoadText } from '../models/scenario/load-text.ts';
import { EXIT } from './exit-codes.ts';
import { Failure } from './failure.ts';

const RATE_COLUMNS = ['ops_s', 'ops/s', 'iops', 'operations/s', 'rate'];

/** Columns of latencies, with what turns them into seconds. */
const LATENCY_COLUMNS: Readonly<Record<string, number>> = {
  latency_ms: 1e-3,
  response_ms: 1e-3,
  ms: 1e-3,
  latency_us: 1e-6,
  us: 1e-6,
  latency_s: 1,
  s: 1,
};

/** Reads a curve, or fails with the line that is no point of one. */
export function readCurve(file: string, load: LoadText): readonly ResponsePoint[] {
  const loaded = load(file, '');
  if (loaded.kind === 'refused') throw new Failure(EXIT.invalid, `cannot read ${file}: ${loaded.reason}`);
  return curveOf(loaded.text, file);
}

/** Makes a curve of the text of a CSV file. */
export function curveOf(text: string, file: string): readonly ResponsePoint[] {
  const [header = [], ...rows] = rowsOf(text, file);
  const names = header.map((name) => name.trim().toLowerCase());
  const rate = names.findIndex((name) => RATE_COLUMNS.includes(name));
  const latency = names.findIndex((name) => LATENCY_COLUMNS[name] !== undefined);
  if (rate < 0 || latency < 0) {
    throw new Failure(EXIT.invalid, `${file}:1: needs a column of rates and one of latencies`, {
      hint: `for example: ops_s,latency_ms. Rates: ${RATE_COLUMNS.join(', ')}. Latencies: ${Object.keys(LATENCY_COLUMNS).join(', ')}`,
    });
  }
  const secondsPerUnit = LATENCY_COLUMNS[names[latency]!]!;
  return rows.map((row, index) => {
    const [operationsPerSecond, value] = [Number(row[rate]), Number(row[latency])];
    if (!(operationsPerSecond > 0) || !(value > 0) || !Number.isFinite(operationsPerSecond * value)) {
      throw new Failure(
        EXIT.invalid,
        `${file}:${index + 2}: "${row.join(',')}" is no point: both numbers must be above 0`,
      );
    }
    return { operationsPerSecond, responseSeconds: value * secondsPerUnit };
  });
}

function rowsOf(text: string, file: string): readonly (readonly string[])[] {
  try {
    return parse(text, { bom: true, skip_empty_lines: true, trim: true });
  } catch (error) {
    if (error instanceof CsvError) throw new Failure(EXIT.invalid, `${file}: ${error.message}`);
    throw error;
  }
}
