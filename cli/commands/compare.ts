import { isDeepStrictEqual } from 'node:util';
import type { RunSettings } from '../../models/studio.ts';
import { candidateNames } from '../candidate-names.ts';
import { command } from '../command.ts';
import { showComparison } from '../comparison-output.ts';
import { COST_OPTIONS, costExaminer, costLimitOf, requireAffordable } from '../cost-limit.ts';
import { EXIT } from '../exit-codes.ts';
import { Failure } from '../failure.ts';
import { prepareOutputFolder } from '../output-folder.ts';
import { showRampComparison } from '../ramp-output.ts';
import { RUN_OPTIONS, simulationOptionsOf } from '../run-options.ts';
import {
  type LoadPurpose,
  overridesOf,
  requireScenario,
  SCENARIO_OPTIONS,
  type ScenarioInput,
} from '../scenario-input.ts';
import { shellWords } from '../shell-words.ts';
import { simulateStudios } from '../simulate-studios.ts';
import { mixture, namesResult, readStored, type StoredDocument } from '../stored-result.ts';
import { note } from '../terminal.ts';

export const compare = command(
  {
    name: 'compare',
    group: 'Answer a question',
    summary: 'compare scenarios, variants or results: who holds, by what margin',
    description:
      'Simulates several candidates with the same seed and as many replications, so that they meet the same work, and ' +
      'sets them side by side. A result.json stands for itself, such as that of a load run beside the simulation that ' +
      'predicts it; ramps of "loadgen --ramp" are compared with each other. The first is the baseline of the differences. Exits with 0 if at least one candidate meets every ' +
      'objective, with 4 if every one misses some.',
    positional: {
      name: 'SCENARIO',
      count: 'one or more',
      summary: 'several scenarios or results, one scenario with variants, or several ramps',
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
      ...COST_OPTIONS,
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
      {
        commandLine: 'headroom compare studio.yaml measured/result.json',
        explanation: 'predicted beside measured',
      },
      {
        commandLine: 'headroom compare before/ramp.json after/ramp.json',
        explanation: 'two measured headrooms',
      },
    ],
  },
  async (options, files, signal) => {
    const run = simulationOptionsOf(options, signal);
    const overrides = overridesOf(options);
    const limit = costLimitOf(options);
    const sources = sourcesOf(files, options.variants ?? null, overrides, { examine: costExaminer(limit) });
    const { out, json, 'no-gate': noGate } = options;
    if (out !== undefined) prepareOutputFolder(out);
    const again = shellWords([
      'headroom',
      'compare',
      ...files,
      ...(options.variants === undefined ? [] : ['--variants', options.variants]),
      ...overrides.flatMap((override) => ['--set', override]),
    ]);
    const ramps = sources.flatMap((source) => (source.kind === 'ramp' ? [source.ramp] : []));
    if (ramps.length > 0) {
      return showRampComparison(ramps, files, { json, out, command: again, noGate });
    }

    const inputs = sources.flatMap((source) => (source.kind === 'scenario' ? [source.input] : []));
    requireAffordable(
      inputs.map(({ studio }) => studio),
      limit,
    );
    const simulated = await simulateStudios(inputs, run);
    const results = sources.flatMap((source) => {
      switch (source.kind) {
        case 'scenario':
          return [simulated.shift()!];
        case 'result':
          return [source.result];
        case 'ramp':
          return [];
      }
    });
    const names = candidateNames(
      results,
      sources.map(({ file }) => file),
    );
    return showComparison(
      results.map((result, index) => ({ name: names[index]!, result })),
      { json, out, command: again, noGate },
    );
  },
);

/** A candidate before anything is simulated. */
type Source =
  | { readonly kind: 'scenario'; readonly file: string; readonly input: ScenarioInput }
  | ({ readonly file: string } & StoredDocument);

/**
 * The scenarios, variants and results asked for, in that order, all scenarios with the seed and replications of the first; or ramps
 * only.
 */
function sourcesOf(
  files: readonly string[],
  variants: string | null,
  overrides: readonly string[],
  purpose: LoadPurpose,
): Source[] {
  const sources = files.flatMap((file): Source[] => {
    if (namesResult(file)) return [{ file, ...readStored(file) }];
    const written = requireScenario(file, overrides, null, purpose);
    const scenario = (input: ScenarioInput): Source => ({ kind: 'scenario', file, input });
    const names = variants ?? (files.length === 1 ? 'all' : null);
    if (names === null) return [scenario(written)];
    const varied = (names === 'all' ? written.variants : names.split(',')).map((name) =>
      requireScenario(file, overrides, name, purpose),
    );
    // As written it is a candidate of its own, unless one of its variants only gives it a name.
    const isNamed = varied.some(({ studio }) => isDeepStrictEqual(studio, written.studio));
    return (names === 'all' && !isNamed ? [written, ...varied] : varied).map(scenario);
  });
  if (sources.length < 2) {
    throw new Failure(EXIT.usage, 'there is only one candidate to compare', {
      hint: 'name another scenario or result, or a scenario that has variants',
    });
  }
  const ramp = sources.find(({ kind }) => kind === 'ramp');
  const other = sources.find(({ kind }) => kind !== 'ramp');
  if (ramp !== undefined && other !== undefined) throw mixture(ramp.file, other.file);
  const first = sources.find((source) => source.kind === 'scenario');
  return sources.map((source) =>
    source.kind === 'scenario' && first !== undefined && source !== first
      ? { ...source, input: onTermsOf(first.input, source.input) }
      : source,
  );
}

/** Paired differences need the same draws: the same seed, and as many replications. */
function onTermsOf(baseline: ScenarioInput, other: ScenarioInput): ScenarioInput {
  const { seed } = baseline.studio.run;
  const { run } = other.studio;
  const terms = replicationsText(baseline.studio.run);
  const changed = [
    ...(run.seed === seed ? [] : [`run.seed=${JSON.stringify(seed)}`]),
    ...(replicationsText(run) === terms ? [] : [`run.replications=${terms}`]),
  ];
  if (changed.length === 0) return other;
  note(
    `headroom: ${other.scenario.file}: compared with ${changed.join(' and ')}, as the first candidate has it`,
  );
  return {
    ...other,
    studio: { ...other.studio, run: onReplicationsOf(baseline.studio.run, { ...run, seed }) },
    scenario: { ...other.scenario, overrides: [...other.scenario.overrides, ...changed] },
  };
}

function onReplicationsOf({ replications, precision }: RunSettings, run: RunSettings): RunSettings {
  const { precision: _, ...others } = run;
  return { ...others, replications, ...(precision === undefined ? {} : { precision }) };
}

/** The replications of a run as the scenario language has them. */
function replicationsText({ replications, precision }: RunSettings): string {
  if (precision === undefined) return String(replications);
  const { halfWidthShare, replicationsMin } = precision;
  return `{ precision: ${halfWidthShare}, atLeast: ${replicationsMin}, atMost: ${replications} }`;
}
