import { command } from '../command.ts';
import { COST_OPTIONS, costExaminer, costLimitOf } from '../cost-limit.ts';
import { conclude, deliver } from '../delivery.ts';
import { prepareOutputFolder } from '../output-folder.ts';
import { resultFindings } from '../result-output.ts';
import { RUN_OPTIONS, simulationOptionsOf } from '../run-options.ts';
import { overridesOf, requireScenario, SCENARIO_OPTIONS } from '../scenario-input.ts';
import { shellWords } from '../shell-words.ts';
import { simulateStudios } from '../simulate-studios.ts';
import { exitCodeOfResult, gated } from '../verdict-code.ts';
import { documentWithoutSecrets } from '../without-secrets.ts';

export const simulate = command(
  {
    name: 'simulate',
    group: 'Answer a question',
    summary: 'simulate a scenario: a verdict per objective, a cause for each that is missed, a report',
    description:
      'Simulates a scenario and says whether the infrastructure holds, by how much, and what breaks first. The same ' +
      'scenario and seed give the same bytes, on any number of threads.',
    positional: { name: 'SCENARIO', count: 'one', summary: 'a scenario in YAML; "-" reads standard input' },
    options: {
      variant: { type: 'string', value: 'NAME', summary: 'simulate this variant of the scenario' },
      ...SCENARIO_OPTIONS,
      ...RUN_OPTIONS,
      ...COST_OPTIONS,
      timing: {
        type: 'boolean',
        summary: 'say in the result how long it took, which differs from run to run',
      },
    },
    examples: [
      {
        commandLine: 'headroom simulate studio.yaml --out out',
        explanation: 'the summary, and out/report.html',
      },
      {
        commandLine: 'headroom simulate studio.yaml --set compute.farm.nodes=600',
        explanation: 'what if the farm grew?',
      },
      {
        commandLine: "headroom simulate studio.yaml --json | jq '.objectives[] | {text, met}'",
        explanation: 'the verdicts, for a script',
      },
    ],
  },
  async (options, [file = ''], signal) => {
    const run = simulationOptionsOf(options, signal);
    const variant = options.variant ?? null;
    const overrides = overridesOf(options);
    const input = requireScenario(file, overrides, variant, { examine: costExaminer(costLimitOf(options)) });
    const { out } = options;
    if (out !== undefined) prepareOutputFolder(out);

    const started = performance.now();
    const [simulated] = await simulateStudios([input], run);
    if (simulated === undefined) throw new Error('a simulation gave no result');
    const wallSeconds = options.timing ? (performance.now() - started) / 1000 : null;
    const result = documentWithoutSecrets({ ...simulated, engine: { ...simulated.engine, wallSeconds } });

    const reproduce = shellWords([
      'headroom',
      'simulate',
      file,
      ...(variant === null ? [] : ['--variant', variant]),
      ...overrides.flatMap((override) => ['--set', override]),
    ]);
    const findings = resultFindings(result, async () => {
      const { simulationReport } = await import('../../reports/html/simulation-report.ts');
      return simulationReport(result, { scenarioText: input.text, command: reproduce });
    });
    const failed = await deliver(findings, options);
    return conclude(gated(exitCodeOfResult(result), options['no-gate']), failed);
  },
);
