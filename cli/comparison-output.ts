/** What the commands that compare print and write. */

import path from 'node:path';
import { comparisonSummary } from '../reports/comparison-summary.ts';
import { comparisonCsv, differencesCsv } from '../reports/csv.ts';
import { compareResults, type NamedResult } from '../sim/experiment/compare.ts';
import { EXIT } from './exit-codes.ts';
import { toJson } from './json.ts';
import { writeOutputs } from './output-folder.ts';
import { note, print, terminalOptionsOf } from './terminal.ts';
import { documentWithoutSecrets } from './without-secrets.ts';

export interface ComparisonOutput {
  readonly json: boolean;
  /** The folder, already prepared; undefined for none. */
  readonly out: string | undefined;
  /** The command that makes the report again. */
  readonly command: string;
  readonly noGate: boolean;
}

/** Resolves to the exit code: 0 if a candidate passes, 4 if none does. */
export async function showComparison(
  candidates: readonly NamedResult[],
  { json: asJson, out, command, noGate }: ComparisonOutput,
): Promise<number> {
  const comparison = documentWithoutSecrets(compareResults(candidates));
  const json = toJson(comparison);
  await print(asJson ? json : comparisonSummary(comparison, terminalOptionsOf(process.stdout)));
  if (out !== undefined) {
    // Charts take as long to load as everything else, and only a report needs them.
    const { comparisonReport } = await import('../reports/html/comparison-report.ts');
    writeOutputs(out, {
      'comparison.json': json,
      'report.html': comparisonReport(comparison, { command }),
      'comparison.csv': comparisonCsv(comparison),
      'differences.csv': differencesCsv(comparison),
    });
    const report = path.join(out, 'report.html');
    if (asJson) note(`Report: ${report}`);
    else await print(`\nReport: ${report}\n`);
  }
  const held = comparison.candidates.some((candidate) => candidate.meetsAll);
  return held || noGate ? EXIT.done : EXIT.objectiveMissed;
}
