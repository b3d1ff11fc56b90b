/** A scenario from the command line: its file, the overrides given beside it, and what came of loading it. */

import { hash } from 'node:crypto';
import type { SourceText } from '../models/scenario/diagnostic.ts';
import {
  type LoadedScenario,
  type LoadOptions,
  loadScenario,
  renderDiagnostics,
} from '../models/scenario/load.ts';
import type { OptionDefinition, OptionValues } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { Failure } from './failure.ts';
import type { SimulationInput } from './simulate-studios.ts';
import { noteText, wantsColor } from './terminal.ts';
import { createTextLoader } from './text-loader.ts';
import { diagnosticsWithoutSecrets, withoutSecrets } from './without-secrets.ts';

/** Options that change the scenario; each of them is an override, recorded as such in the result. */
export const SCENARIO_OPTIONS = {
  set: {
    type: 'string',
    multiple: true,
    value: 'PATH=VALUE',
    summary: 'override a value, e.g. --set run.duration=2h; repeatable',
  },
  seed: { type: 'string', value: 'TEXT', summary: 'same as --set run.seed=TEXT' },
  replications: {
    type: 'string',
    value: 'N',
    summary: 'same as --set run.replications=N, e.g. 20, or "{ precision: 5% }" for as many as that takes',
  },
  duration: { type: 'string', value: 'TIME', summary: 'same as --set run.duration=TIME' },
} as const satisfies Readonly<Record<string, OptionDefinition>>;

export interface ScenarioInput extends SimulationInput {
  /** The scenario's own text, for the evidence in a report; without secrets. */
  readonly text: string;
  /** Names of the variants that it defines. */
  readonly variants: readonly string[];
}

/** Overrides in the order in which they apply. */
export function overridesOf(options: OptionValues<typeof SCENARIO_OPTIONS>): string[] {
  const { set, seed, replications, duration } = options;
  return [
    ...set,
    // In quotes, so that a seed of digits stays a text.
    ...(seed === undefined ? [] : [`run.seed=${JSON.stringify(seed)}`]),
    ...(replications === undefined ? [] : [`run.replications=${replications}`]),
    ...(duration === undefined ? [] : [`run.duration=${duration}`]),
  ];
}

/**
 * Purpose for which a scenario is loaded. `excerpt` is a part of its day: work that falls outside of the run is no
 * mistake. `examine` finds mistakes that concern this purpose only.
 */
export type LoadPurpose = Pick<LoadOptions, 'excerpt' | 'examine'>;

export function load(
  file: string,
  overrides: readonly string[],
  variant: string | null,
  purpose: LoadPurpose,
): LoadedScenario {
  return loadScenario(file, createTextLoader(), {
    ...purpose,
    sets: overrides,
    ...(variant === null ? {} : { variant }),
  });
}

/** Warnings go to stderr. Throws Failure after printing every mistake if the scenario is invalid. */
export function requireScenario(
  file: string,
  overrides: readonly string[],
  variant: string | null,
  purpose: LoadPurpose,
): ScenarioInput {
  const loaded = load(file, overrides, variant, purpose);
  const { sources, diagnostics } = loaded;
  if (diagnostics.length > 0) {
    const shown = diagnosticsWithoutSecrets(diagnostics, sources);
    noteText(renderDiagnostics(shown.diagnostics, shown.sources, { color: wantsColor(process.stderr) }));
  }
  if (loaded.kind === 'invalid') {
    throw new Failure(EXIT.invalid, `${file}: ${countOf(loaded)}`);
  }
  const { studio, variants } = loaded;
  return {
    studio,
    variants,
    text: withoutSecrets(sources[0]?.text ?? ''),
    scenario: { file, ...digestsOf(sources), variant, overrides },
  };
}

/** "2 errors, 1 warning" */
export function countOf({ diagnostics }: Pick<LoadedScenario, 'diagnostics'>): string {
  const errors = diagnostics.filter((each) => each.severity === 'error').length;
  const warnings = diagnostics.length - errors;
  return [...plural(errors, 'error'), ...plural(warnings, 'warning')].join(', ');
}

function plural(count: number, noun: string): string[] {
  return count === 0 ? [] : [`${count} ${noun}${count === 1 ? '' : 's'}`];
}

/** Returns the digest of the scenario's file, and of each file that it extends. */
function digestsOf(sources: readonly SourceText[]): Pick<SimulationInput['scenario'], 'sha256' | 'extends'> {
  const [own, ...others] = sources
    .filter(({ path }) => path !== '--set')
    .map(({ path, text }) => ({ file: path, sha256: hash('sha256', text, 'hex') }));
  return {
    sha256: own?.sha256 ?? hash('sha256', '', 'hex'),
    ...(others.length === 0 ? {} : { extends: others }),
  };
}
