import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  type LoadedScenario,
  type LoadOptions,
  loadScenario,
  renderDiagnostics,
} from '../../models/scenario/load.ts';
import type { Studio } from '../../models/studio.ts';

/** Folder of the scenarios that come with the project, from the root of the project. */
export const SCENARIOS = 'scenarios';

/** Loads a scenario from the file system; "" as the asking file is the test itself. */
export function load(file: string, options: LoadOptions = {}): LoadedScenario {
  return loadScenario(
    file,
    (path, from) => {
      const resolved = from === '' ? path : join(dirname(from), path);
      return { kind: 'text', path: resolved, text: readFileSync(resolved, 'utf8') };
    },
    options,
  );
}

/** The compiled studio, or an error that shows every mistake in the scenario. */
export function studioOf(file: string, options: LoadOptions = {}): Studio {
  const loaded = load(file, options);
  if (loaded.kind === 'studio') return loaded.studio;
  throw new Error(renderDiagnostics(loaded.diagnostics, loaded.sources, { color: false }));
}
