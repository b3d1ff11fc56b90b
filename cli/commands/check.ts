import type { Diagnostic } from '../../models/scenario/diagnostic.ts';
import { renderDiagnostics } from '../../models/scenario/load.ts';
import { defaultsText, type Unstated } from '../../reports/defaults-text.ts';
import { storageSummary } from '../../sim/experiment/storage-summary.ts';
import { command } from '../command.ts';
import { COST_OPTIONS, costExaminer, costLimitOf } from '../cost-limit.ts';
import { EXIT } from '../exit-codes.ts';
import { toJson } from '../json.ts';
import { countOf, type LoadPurpose, load, overridesOf, SCENARIO_OPTIONS } from '../scenario-input.ts';
import { print, terminalOptionsOf, wantsColor } from '../terminal.ts';
import { diagnosticsWithoutSecrets, withoutSecrets } from '../without-secrets.ts';

interface CheckedFile {
  readonly file: string;
  readonly valid: boolean;
  readonly variants: readonly string[];
  readonly diagnostics: readonly (Diagnostic & { readonly variant: string | null })[];
  readonly studies: readonly Unstated[];
}

export const check = command(
  {
    name: 'check',
    group: 'Write a scenario',
    summary: 'find every mistake in a scenario without running it',
    description:
      'Checks scenarios and all their variants: spelling, units, impossible values, dangling references, and what a ' +
      'simulation would cost. Every mistake ' +
      'is shown with its place and, where there is one, a remedy. Of a valid scenario it lists every ' +
      'default in use.',
    positional: {
      name: 'SCENARIO',
      count: 'one or more',
      summary: 'scenarios in YAML; "-" reads standard input',
    },
    options: {
      ...SCENARIO_OPTIONS,
      ...COST_OPTIONS,
      json: { type: 'boolean', summary: 'print the diagnostics as one JSON document' },
    },
    examples: [
      {
        commandLine: 'headroom check scenarios/*.yaml',
        explanation: 'exits with 3 if one of them is invalid',
      },
    ],
  },
  async (options, files) => {
    const overrides = overridesOf(options);
    const purpose = { examine: costExaminer(costLimitOf(options)) };
    const checked: CheckedFile[] = [];
    for (const file of files) {
      const { report, ...result } = checkFile(file, overrides, purpose);
      checked.push(result);
      if (!options.json) await print(report);
    }
    if (options.json) await print(toJson({ schemaVersion: 1, files: checked }));
    return checked.every((each) => each.valid) ? EXIT.done : EXIT.invalid;
  },
);

function checkFile(
  file: string,
  overrides: readonly string[],
  purpose: LoadPurpose,
): CheckedFile & { readonly report: string } {
  const color = wantsColor(process.stdout);
  const written = load(file, overrides, null, purpose);
  const variants = written.kind === 'studio' ? written.variants : [];
  const loads = [null, ...variants].map((variant) => ({
    variant,
    loaded: variant === null ? written : load(file, overrides, variant, purpose),
  }));

  // A mistake in what all variants share is one mistake.
  const seen = new Set<string>();
  const diagnostics: (Diagnostic & { variant: string | null })[] = [];
  let report = '';
  for (const { variant, loaded } of loads) {
    const fresh = loaded.diagnostics.filter(({ code, file: source, span, message }) => {
      const identity = JSON.stringify([code, source, span.start, span.end, message]);
      return !seen.has(identity) && seen.add(identity);
    });
    if (fresh.length === 0) continue;
    const shown = diagnosticsWithoutSecrets(fresh, loaded.sources);
    diagnostics.push(...fresh.map((each) => ({ ...each, variant })));
    report += `${variant === null ? '' : withoutSecrets(`${file}, variant ${variant}:\n`)}${renderDiagnostics(shown.diagnostics, shown.sources, { color })}`;
  }
  const studies = loads.flatMap(({ variant, loaded }): Unstated[] =>
    loaded.kind === 'studio'
      ? [
          {
            variant,
            defaults: loaded.studio.defaults ?? [],
            storage: loaded.studio.storage.map(storageSummary),
          },
        ]
      : [],
  );
  const valid = loads.every(({ loaded }) => loaded.kind === 'studio');
  const verdict = [valid ? 'valid' : 'invalid', countOf({ diagnostics })]
    .filter((part) => part !== '')
    .join(': ');
  const told = withoutSecrets(defaultsText(valid ? studies : [], terminalOptionsOf(process.stdout)));
  report += `${withoutSecrets(file)}: ${verdict}\n${told}`;
  return { file, valid, variants, diagnostics, studies, report };
}
