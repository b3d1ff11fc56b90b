/** Overrides from the command line: `--set path=value`, the value in YAML. */

import { applyChange } from './change.ts';
import type { DiagnosticReport } from './diagnostic-report.ts';
import { dottedPath } from './dotted-path.ts';
import type { Located } from './located.ts';
import * as overlayProblems from './overlay-problems.ts';
import { parseYaml } from './parse-yaml.ts';
import { relativeChange } from './relative.ts';
import { type Source, sourceOf } from './source.ts';

/** The path under which overrides appear in diagnostics. */
export const OVERRIDES_PATH = '--set';

/** All overrides as one source, one on each line, so that a diagnostic's line says which it is. */
export function overridesSource(sets: readonly string[]): Source {
  return sourceOf({ path: OVERRIDES_PATH, text: sets.map((set) => set.replace(/[\r\n]/g, ' ')).join('\n') });
}

/** The document with the overrides applied in turn; one that is wrong is reported and left out. */
export function applyOverrides(document: Located, source: Source, report: DiagnosticReport): Located {
  let changed = document;
  const { text, lineStarts } = source;
  for (const [i, start] of lineStarts.entries()) {
    const end = (lineStarts[i + 1] ?? text.length + 1) - 1;
    const equals = text.indexOf('=', start);
    if (equals <= start || equals >= end || text.slice(equals + 1, end).trim() === '') {
      report.add(overlayProblems.malformedOverride(), { source, start, end });
      continue;
    }
    const path = dottedPath(text.slice(start, equals), { source, start, end: equals }, start);
    const written = text.slice(equals + 1, end).trim();
    const times = relativeChange(written, true);
    // Left to YAML, "*1.3" would be an alias.
    if (written.startsWith('*') && times?.kind === 'unclear') {
      report.add(overlayProblems.unclearChange(written, times.help), { source, start: equals + 1, end });
      continue;
    }
    const value = parseYaml(source, report, { start: equals + 1, end });
    if (value !== undefined) changed = applyChange(changed, { path, value }, report);
  }
  return changed;
}
