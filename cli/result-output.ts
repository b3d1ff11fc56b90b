import type { ResultDocument } from '../models/result.ts';
import { faultsCsv, metricsCsv, objectivesCsv, timelineCsv } from '../reports/csv.ts';
import { terminalSummary } from '../reports/terminal-summary.ts';
import type { Findings } from './delivery.ts';
import { terminalOptionsOf } from './terminal.ts';

/**
 * The outputs of a result: its summary, its document, its report and its figures as CSV, after `others`. `report` loads what only a
 * report needs when it is called: charts take as long to load as everything else.
 */
export function resultFindings(
  result: ResultDocument,
  report: () => Promise<string>,
  others: Findings['files'] = {},
): Findings {
  return {
    document: result,
    documentName: 'result.json',
    summary: () => terminalSummary(result, terminalOptionsOf(process.stdout)),
    files: {
      ...others,
      'report.html': report,
      'timeline.csv': () => timelineCsv(result),
      'metrics.csv': () => metricsCsv(result),
      'objectives.csv': () => objectivesCsv(result),
      ...(result.faults === undefined ? {} : { 'faults.csv': () => faultsCsv(result) }),
    },
  };
}
