import type { RampResult } from '../../models/ramp-result.ts';
import { candidateNames } from '../candidate-names.ts';
import { command } from '../command.ts';
import { showComparison } from '../comparison-output.ts';
import { conclude, deliver } from '../delivery.ts';
import { prepareOutputFolder } from '../output-folder.ts';
import { type RampOutput, showRamp, showRampComparison } from '../ramp-output.ts';
import { reproduce } from '../reproduce.ts';
import { resultFindings } from '../result-output.ts';
import { shellWords } from '../shell-words.ts';
import { readAlike } from '../stored-result.ts';
import { exitCodeOfRamp, exitCodeOfResult, gated } from '../verdict-code.ts';
import { documentWithoutSecrets } from '../without-secrets.ts';

export const report = command(
  {
    name: 'report',
    group: 'Answer a question',
    summary: 'make the summary and the report again from stored results',
    description:
      'Reads results that "simulate" and "loadgen" stored, and makes their summary, report and CSV files again. Several ' +
      'results are compared: simulations among themselves, or what was predicted beside what was measured. The first is the ' +
      'baseline of the differences. A ramp.json of "loadgen --ramp" is taken too, and compared with others of its kind.',
    positional: {
      name: 'RESULT',
      count: 'one or more',
      summary: 'a result.json or ramp.json, or the folder that holds one',
    },
    options: {
      json: { type: 'boolean', summary: 'print one JSON document instead of the summary' },
      out: {
        type: 'string',
        value: 'DIR',
        summary: 'write report.html, JSON and CSV files into this folder',
      },
      'no-gate': { type: 'boolean', summary: 'exit with 0 whatever the verdict (not 4, 7 or 8)' },
    },
    examples: [
      {
        commandLine: 'headroom report out/friday',
        explanation: 'the summary of a stored result',
      },
      {
        commandLine: 'headroom report predicted/result.json measured/result.json --out out',
        explanation: 'predicted beside measured, and out/report.html',
      },
    ],
  },
  async (options, files) => {
    const { out, json: asJson, 'no-gate': noGate } = options;
    const stored = readAlike(files);
    if (out !== undefined) prepareOutputFolder(out);
    if ('ramps' in stored) return showRamps(stored.ramps, files, options);
    const { results } = stored;
    const [first, ...others] = results;
    if (first === undefined) throw new Error('a command that needs an argument was run without one');
    if (others.length > 0) {
      const names = candidateNames(results, files);
      const candidates = results.map((each, index) => ({ name: names[index]!, result: each }));
      const again = shellWords(['headroom', 'report', ...files]);
      return showComparison(candidates, { json: asJson, out, command: again, noGate });
    }
    const result = documentWithoutSecrets(first);
    const findings = resultFindings(result, async () => {
      const { resultReport } = await import('../../reports/html/result-report.ts');
      return resultReport(result, { command: reproduce(result) });
    });
    const failed = await deliver(findings, options);
    return conclude(gated(exitCodeOfResult(result), noGate), failed);
  },
);

/** One ramp as it was told, or several side by side. Resolves to the exit code. */
async function showRamps(
  ramps: readonly RampResult[],
  files: readonly string[],
  options: RampOutput & { readonly 'no-gate': boolean },
): Promise<number> {
  const { json, out, 'no-gate': noGate } = options;
  const [ramp, ...others] = ramps;
  if (ramp === undefined) throw new Error('a command that needs an argument was run without one');
  if (others.length > 0) {
    const again = shellWords(['headroom', 'report', ...files]);
    return showRampComparison(ramps, files, { json, out, command: again, noGate });
  }
  const failed = await showRamp(ramp, { json, out });
  return conclude(gated(exitCodeOfRamp(ramp), noGate), failed);
}
