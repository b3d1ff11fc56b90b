/** What the commands that have ramps to tell of print and write. */

import path from 'node:path';
import { compareRamps } from '../models/ramp-comparison.ts';
import type { RampResult } from '../models/ramp-result.ts';
import { rampComparisonSummary } from '../reports/ramp-comparison-summary.ts';
import { rampVerdict } from '../reports/ramp-figures.ts';
import { rampSummary } from '../reports/ramp-summary.ts';
import { rampNames } from './candidate-names.ts';
import { EXIT } from './exit-codes.ts';
import { toJson } from './json.ts';
import { type OutputName, writeOutputs } from './output-folder.ts';
import { note, print, terminalOptionsOf } from './terminal.ts';
import { toolOf } from './tool.ts';
import { documentWithoutSecrets } from './without-secrets.ts';

export interface RampOutput {
  readonly json: boolean;
  /** The folder, already prepared; undefined for none. */
  readonly out: string | undefined;
}

/** Prints the summary or the document, and writes ramp.json and report.html into the folder. */
export async function showRamp(measured: RampResult, { json: asJson, out }: RampOutput): Promise<void> {
  const ramp = documentWithoutSecrets(measured);
  const json = toJson(ramp);
  await print(asJson ? json : rampSummary(ramp, terminalOptionsOf(process.stdout)));
  if (out === undefined) return;
  // Charts take as long to load as everything else, and only a report needs them.
  const { rampReport } = await import('../reports/html/ramp-report.ts');
  await write(out, { 'ramp.json': json, 'report.html': rampReport(ramp) }, asJson);
}

/** Sets ramps side by side, read from `files`, the first as the baseline. Resolves to the exit code: 0 if one of them holds the load, 4 if none does. */
export async function showRampComparison(
  ramps: readonly RampResult[],
  files: readonly string[],
  { json: asJson, out, command, noGate }: RampOutput & { readonly command: string; readonly noGate: boolean },
): Promise<number> {
  const names = rampNames(ramps, files);
  const comparison = documentWithoutSecrets(
    compareRamps(
      ramps.map((ramp, index) => ({ name: names[index]!, ramp })),
      toolOf(),
    ),
  );
  const json = toJson(comparison);
  await print(asJson ? json : rampComparisonSummary(comparison, terminalOptionsOf(process.stdout)));
  if (out !== undefined) {
    const { rampComparisonReport } = await import('../reports/html/ramp-comparison-report.ts');
    await write(
      out,
      { 'comparison.json': json, 'report.html': rampComparisonReport(comparison, { command }) },
      asJson,
    );
  }
  const held = ramps.some(({ headroom }) => rampVerdict(headroom) === 'holds');
  return held || noGate ? EXIT.done : EXIT.objectiveMissed;
}

async function write(
  folder: string,
  outputs: Readonly<Partial<Record<OutputName, string>>>,
  asJson: boolean,
): Promise<void> {
  writeOutputs(folder, outputs);
  const report = path.join(folder, 'report.html');
  if (asJson) note(`Report: ${report}`);
  else await print(`\nReport: ${report}\n`);
}
