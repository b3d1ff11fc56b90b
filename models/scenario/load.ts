/** From a scenario file to a compiled studio, or to every mistake in it. */

import type { Studio } from '../studio.ts';
import { compile } from './compile/compile.ts';
import type { Diagnostic, SourceText } from './diagnostic.ts';
import { DiagnosticReport } from './diagnostic-report.ts';
import { loadDocument } from './load-document.ts';
import type { LoadText } from './load-text.ts';
import { type DocumentPath, keyPlaceAt, type Located } from './located.ts';
import * as overlayProblems from './overlay-problems.ts';
import { applyOverrides, overridesSource } from './overrides.ts';
import type { Problem } from './problem.ts';
import { type Source, sourceOf } from './source.ts';
import { validate } from './validate.ts';
import { applyVariant, scenarioVariants, type Variant, withoutVariants } from './variants.ts';

export { tooCostly } from './problems.ts';
export { renderDiagnostics } from './render-diagnostics.ts';

export interface LoadOptions {
  /** Overrides as `path=value`, later ones win. */
  readonly sets?: readonly string[];
  /** Name of one of the scenario's variants; without it the scenario as written. */
  readonly variant?: string;
  /** The run is a part of the day that the scenario describes: what never falls into it is not a mistake. */
  readonly excerpt?: boolean;
  /** Finds further problems with the studio of a scenario that is valid so far. */
  readonly examine?: (studio: Studio) => readonly StudioProblem[];
}

/** A problem with what stands at a path of the scenario. */
export interface StudioProblem {
  readonly path: DocumentPath;
  readonly problem: Problem;
}

export type LoadedScenario =
  | {
      readonly kind: 'studio';
      readonly studio: Studio;
      /** Names of the variants that the scenario defines, those of `vary` after those of `variants`. */
      readonly variants: readonly string[];
      /** Every text that was read, the scenario itself first; the overrides, if any, last. */
      readonly sources: readonly SourceText[];
      /** Warnings only. */
      readonly diagnostics: readonly Diagnostic[];
    }
  | {
      readonly kind: 'invalid';
      readonly sources: readonly SourceText[];
      readonly diagnostics: readonly Diagnostic[];
    };

/**
 * Loads, validates and compiles a scenario. The files that it extends come first, then the file itself, the variant and
 * the overrides; each overrides those before it. Never throws for bad input: all mistakes are in the answer, in the
 * order of the texts.
 */
export function loadScenario(
  file: string,
  load: LoadText,
  { sets = [], variant, excerpt = false, examine = () => [] }: LoadOptions = {},
): LoadedScenario {
  const report = new DiagnosticReport();
  const texts: SourceText[] = [];
  const sources: Source[] = [];
  const add = (source: Source, { path, text }: SourceText) => {
    sources.push(source);
    texts.push({ path, text });
  };

  const document = loadDocument(file, load, report, add);
  const variants = document === undefined ? [] : scenarioVariants(document, report);
  let studio: Studio | undefined;
  if (document !== undefined) {
    let changed = withoutVariants(document);
    if (variant !== undefined) changed = withVariant(changed, variant, variants, report, add);
    if (sets.length > 0) {
      const overrides = overridesSource(sets);
      add(overrides, overrides);
      changed = applyOverrides(changed, overrides, report);
    }
    const compiled = compile(validate(changed, report), changed, report, excerpt);
    for (const { path, problem } of compiled === undefined ? [] : examine(compiled)) {
      report.add(problem, keyPlaceAt(changed, path));
    }
    if (!report.hasErrors) studio = compiled;
  }

  const diagnostics = report.sorted(sources);
  if (studio === undefined) return { kind: 'invalid', sources: texts, diagnostics };
  return { kind: 'studio', studio, variants: variants.map(({ name }) => name), sources: texts, diagnostics };
}

function withVariant(
  document: Located,
  name: string,
  variants: readonly Variant[],
  report: DiagnosticReport,
  add: (source: Source, text: SourceText) => void,
): Located {
  const found = variants.find((each) => each.name === name);
  if (found !== undefined) return applyVariant(document, found, report);
  // Nothing in the scenario is wrong: the name that was asked for is.
  const asked = sourceOf({ path: '--variant', text: name });
  add(asked, asked);
  const known = variants.map((each) => each.name);
  report.add(overlayProblems.unknownVariant(name, known), {
    source: asked,
    start: 0,
    end: asked.text.length,
  });
  return document;
}
