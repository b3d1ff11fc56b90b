/** The outputs of a load run: its summary, and the files in the folder of `--out`. */

import { hdrLog } from '../loadgen/result/hdr-log.ts';
import type { LoadOutcome } from '../loadgen/run/load-outcome.ts';
import type { ResultDocument } from '../models/result.ts';
import type { Findings } from './delivery.ts';
import { resultFindings } from './result-output.ts';
import { withoutSecrets } from './without-secrets.ts';

export function loadFindings(
  result: ResultDocument,
  outcome: LoadOutcome,
  evidence: { readonly scenarioText: string; readonly command: string },
): Findings {
  return resultFindings(
    result,
    async () => {
      const { resultReport } = await import('../reports/html/result-report.ts');
      return resultReport(result, evidence);
    },
    { 'latency.hlog': () => hdrLog(outcome, withoutSecrets) },
  );
}
