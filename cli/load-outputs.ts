/** The outputs of a load run: its summary, and the files in the folder of `--out`. */

import { hdrLog } from '../loadgen/result/hdr-log.ts';
import type { LoadOutcome } from '../loadgen/run/load-outcome.ts';
import type { ResultDocument } from '../models/result.ts';
import { metricsCsv, objectivesCsv, timelineCsv } from '../reports/csv.ts';
import { terminalSummary } from '../reports/terminal-summary.ts';
import type { Findings } from './delivery.ts';
import { terminalOptionsOf } from './terminal.ts';
import { withoutSecrets } from './without-secrets.ts';

export function loadFindings(
  result: ResultDocument,
  outcome: LoadOutcome,
  evidence: { readonly scenarioText: string; readonly command: string },
): Findings {
  return {
    document: result,
    documentName: 'result.json',
    summary: () => terminalSummary(result, terminalOptionsOf(process.stdout)),
    files: {
      'latency.hlog': () => hdrLog(outcome, withoutSecrets),
      'report.html': async () => {
        // Charts take as long to load as everything else, and only a report needs them.
        const { resultReport } = await import('../reports/html/result-report.ts');
        return resultReport(result, evidence);
      },
      'timeline.csv': () => timelineCsv(result),
      'metrics.csv': () => metricsCsv(result),
      'objectives.csv': () => objectivesCsv(result),
    },
  };
}
