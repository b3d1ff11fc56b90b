/** The files that a load run leaves in the folder of `--out`. */

import path from 'node:path';
import { hdrLog } from '../loadgen/result/hdr-log.ts';
import type { LoadOutcome } from '../loadgen/run/load-outcome.ts';
import type { ResultDocument } from '../models/result.ts';
import { metricsCsv, objectivesCsv, timelineCsv } from '../reports/csv.ts';
import { toJson } from './json.ts';
import { writeOutputs } from './output-folder.ts';
import { withoutSecrets } from './without-secrets.ts';

/** Returns the path of the report. */
export async function writeLoadOutputs(
  folder: string,
  result: ResultDocument,
  outcome: LoadOutcome,
  evidence: { readonly scenarioText: string; readonly command: string },
): Promise<string> {
  // Charts take as long to load as everything else, and only a report needs them.
  const { resultReport } = await import('../reports/html/result-report.ts');
  writeOutputs(folder, {
    'result.json': toJson(result),
    'report.html': resultReport(result, evidence),
    'timeline.csv': timelineCsv(result),
    'metrics.csv': metricsCsv(result),
    'objectives.csv': objectivesCsv(result),
    'latency.hlog': hdrLog(outcome, withoutSecrets),
  });
  return path.join(folder, 'report.html');
}
