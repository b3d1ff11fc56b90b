/** Output of the commands that compare: what they print and which files they write. */

import { comparisonSummary } from '../reports/comparison-summary.ts';
import { comparisonCsv, differencesCsv } from '../reports/csv.ts';
import { compareResults, type NamedResult } from '../sim/experiment/compare.ts';
import { conclude, deliver } from './delivery.ts';
import { terminalOptionsOf } from './terminal.ts';
import { exitCodeOfBest, exitCodeOfResult, gated } from './verdict-code.ts';
import { documentWithoutSecrets } from './without-secrets.ts';

export interface ComparisonOutput {
  readonly json: boolean;
  /** The folder, already prepared; undefined for none. */
  readonly out: string | undefined;
  /** The command that makes the report again. */
  readonly command: string;
  readonly noGate: boolean;
}

/** Resolves to the exit code: 0 if a candidate passes; see `exitCodeOfBest` for the rest. */
export async function showComparison(
  candidates: readonly NamedResult[],
  { json, out, command, noGate }: ComparisonOutput,
): Promise<number> {
  const comparison = documentWithoutSecrets(compareResults(candidates));
  const failed = await deliver(
    {
      document: comparison,
      documentName: 'comparison.json',
      summary: () => comparisonSummary(comparison, terminalOptionsOf(process.stdout)),
      files: {
        'report.html': async () => {
          // Charts take as long to load as everything else, and only a report needs them.
          const { comparisonReport } = await import('../reports/html/comparison-report.ts');
          return comparisonReport(comparison, { command });
        },
        'comparison.csv': () => comparisonCsv(comparison),
        'differences.csv': () => differencesCsv(comparison),
      },
    },
    { json, out },
  );
  const verdict = exitCodeOfBest(candidates.map(({ result }) => exitCodeOfResult(result)));
  return conclude(gated(verdict, noGate), failed);
}
