import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { comparisonSummary } from '../../reports/comparison-summary.ts';
import { comparisonCsv, differencesCsv } from '../../reports/csv.ts';
import { compareResults } from '../../sim/experiment/compare.ts';
import { command } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { Failure } from '../failure.ts';
import { toJson } from '../json.ts';
import { prepareOutputFolder, writeOutputs } from '../output-folder.ts';
import { RUN_OPTIONS, simulationOptionsOf } from '../run-options.ts';
import { overridesOf, requireScenario, SCENARIO_OPTIONS, type ScenarioInput } from '../scenario-input.ts';
import { shellWords } from '../shell-words.ts';
import { simulateStudios } from '../simulate-studios.ts';
import { note, print, terminalOptionsOf } from '../terminal.ts';

export const compare = command(
  {
    name: 'compare',
    group: 'Answer a question',
    summary: 'compare scenarios, or variants of one: who holds, by what margin',
    description:
      'Simulates several candidates with the same seed and as many replications, so that they meet the same work, and ' +
      'sets them side by side. The first is the baseline of the differences. Exits with 0 if at least one candidate ' +
      'meets every objective, with 4 if none does.',
    positional: {
      name: 'SCENARIO',
      count: 'one or more',
      summary: 'several scenarios, or one with variants',
    },
    options: {
      variants: {
        type: 'string',
        value: 'A,B,...',
        summary:
          'variants to compare, or "all" and the scenario as written; default for a single scenario: all',
      },
      ...SCENARIO_OPTIONS,
      ...RUN_OPTIONS,
    },
    examples: [
      {
        commandLine: 'headroom compare studio.yaml --out out',
        explanation: 'as written, and all its variants',
      },
      {
        commandLine: 'headroom compare studio.yaml --variants weka,vast',
        explanation: 'two of its variants',
      },
      { commandLine: 'headroom compare today.yaml tomorrow.yaml', explanation: 'two scenarios' },
    ],
  },
  async (options, files, signal) => {
    const run = simulationOptionsOf(options, signal);
    const overrides = overridesOf(options);
    const inputs = candidatesOf(files, options.variants ?? null, overrides);
    const { out } = options;
    if (out !== undefined) prepareOutputFolder(out);

    const results = await simulateStudios(inputs, run);
    const names = candidateNames(inputs);
    const comparison = compareResults(results.map((result, index) => ({ name: names[index] ?? '', result })));

    const json = toJson(comparison);
    await print(options.json ? json : comparisonSummary(comparison, terminalOptionsOf(process.stdout)));
    if (out !== undefined) {
      // Charts take as long to load as everything else, and only a report needs them.
      const { comparisonReport } = await import('../../reports/html/comparison-report.ts');
      const reproduce = shellWords([
        'headroom',
        'compare',
        ...files,
        ...(options.variants === undefined ? [] : ['--variants', options.variants]),
        ...overrides.flatMap((override) => ['--set', override]),
      ]);
      writeOutputs(out, {
        'comparison.json': json,
        'report.html': comparisonReport(comparison, { command: reproduce }),
        'comparison.csv': comparisonCsv(comparison),
        'differences.csv': differencesCsv(comparison),
      });
      const report = path.join(out, 'report.html');
      if (options.json) note(`Report: ${report}`);
      else await print(`\nReport: ${report}\n`);
    }
    const held = comparison.candidates.some((candidate) => candidate.meetsAll);
    return held || options['no-gate'] ? EXIT.done : EXIT.objectiveMissed;
  },
);

/** The scenarios and variants asked for, in that order, all with the seed and replications of the first. */
function candidatesOf(
  files: readonly string[],
  variants: string | null,
  overrides: readonly string[],
): ScenarioInput[] {
  const inputs = files.flatMap((file) => {
    const written = requireScenario(file, overrides, null);
    const names = variants ?? (files.length === 1 ? 'all' : null);
    if (names === null) return [written];
    const varied = (names === 'all' ? written.variants : names.split(',')).map((name) =>
      requireScenario(file, overrides, name),
    );
    // As written it is a candidate of its own, unless one of its variants only gives it a name.
    const isNamed = varied.some(({ studio }) => isDeepStrictEqual(studio, written.studio));
    return names === 'all' && !isNamed ? [written, ...varied] : varied;
  });
  const [baseline, ...others] = inputs;
  if (baseline === undefined || others.length === 0) {
    throw new Failure(EXIT.usage, 'there is only one candidate to compare', {
      hint: 'name another scenario, or one that has variants',
    });
  }
  return [baseline, ...others.map((other) => onTermsOf(baseline, other))];
}

/** Paired differences need the same draws: the same seed, and as many replications. */
function onTermsOf(baseline: ScenarioInput, other: ScenarioInput): ScenarioInput {
  const { seed, replications } = baseline.studio.run;
  const { run } = other.studio;
  const changed = [
    ...(run.seed === seed ? [] : [`run.seed=${JSON.stringify(seed)}`]),
    ...(run.replications === replications ? [] : [`run.replications=${replications}`]),
  ];
  if (changed.length === 0) return other;
  note(
    `headroom: ${other.scenario.file}: compared with ${changed.join(' and ')}, as the first candidate has it`,
  );
  return {
    ...other,
    studio: { ...other.studio, run: { ...run, seed, replications } },
    scenario: { ...other.scenario, overrides: [...other.scenario.overrides, ...changed] },
  };
}

/** The variant's or the scenario's name where that tells the candidates apart, otherwise the file's with it. */
function candidateNames(inputs: readonly ScenarioInput[]): string[] {
  const short = inputs.map(({ scenario, studio }) => scenario.variant ?? studio.name);
  if (new Set(short).size === short.length) return short;
  return inputs.map(({ scenario }) =>
    scenario.variant === null ? scenario.file : `${scenario.file}: ${scenario.variant}`,
  );
}
