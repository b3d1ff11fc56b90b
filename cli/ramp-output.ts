/** Output of the commands that report ramps: what they print and which files they write. */

import { compareRamps } from '../models/ramp-comparison.ts';
import type { RampResult } from '../models/ramp-result.ts';
import { rampComparisonSummary } from '../reports/ramp-comparison-summary.ts';
import { rampSummary } from '../reports/ramp-summary.ts';
import { rampNames } from './candidate-names.ts';
import { conclude, deliver } from './delivery.ts';
import { terminalOptionsOf } from './terminal.ts';
import { toolOf } from './tool.ts';
import { exitCodeOfBest, exitCodeOfRamp, gated } from './verdict-code.ts';
import { documentWithoutSecrets } from './without-secrets.ts';

export interface RampOutput {
  readonly json: boolean;
  /** The folder, already prepared; undefined for none. */
  readonly out: string | undefined;
}

/** Prints the summary or the document, and writes ramp.json and report.html into the folder. Resolves as `deliver` does. */
export function showRamp(measured: RampResult, options: RampOutput): Promise<readonly unknown[]> {
  const ramp = documentWithoutSecrets(measured);
  return deliver(
    {
      document: ramp,
      documentName: 'ramp.json',
      summary: () => rampSummary(ramp, terminalOptionsOf(process.stdout)),
      files: {
        'report.html': async () => {
          // Charts take as long to load as everything else, and only a report needs them.
          const { rampReport } = await import('../reports/html/ramp-report.ts');
          return rampReport(ramp);
        },
      },
    },
    options,
  );
}

/** Sets ramps side by side, read from `files`, the first as the baseline. Resolves to the exit code: 0 if one of them holds the load. */
export async function showRampComparison(
  ramps: readonly RampResult[],
  files: readonly string[],
  { json, out, command, noGate }: RampOutput & { readonly command: string; readonly noGate: boolean },
): Promise<number> {
  const names = rampNames(ramps, files);
  const comparison = documentWithoutSecrets(
    compareRamps(
      ramps.map((ramp, index) => ({ name: names[index]!, ramp })),
      toolOf(),
    ),
  );
  const failed = await deliver(
    {
      document: comparison,
      documentName: 'comparison.json',
      summary: () => rampComparisonSummary(comparison, terminalOptionsOf(process.stdout)),
      files: {
        'report.html': async () => {
          const { rampComparisonReport } = await import('../reports/html/ramp-comparison-report.ts');
          return rampComparisonReport(comparison, { command });
        },
      },
    },
    { json, out },
  );
  return conclude(gated(exitCodeOfBest(ramps.map(exitCodeOfRamp)), noGate), failed);
}
