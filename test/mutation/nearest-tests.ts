import path from 'node:path';

/** The modules of a project that each module imports: paths from its root, by path. */
export type ImportGraph = ReadonlyMap<string, ReadonlySet<string>>;

const IMPORT = /(?:\bfrom|\bimport|\bimport\()\s*'(\.[^']+\.ts)'/gu;
/** An import of nothing but types, which never runs what it imports from. */
const TYPE_IMPORT = /^(?:import|export) type\b[^;]*?\bfrom\s*'[^']+'/gmu;

/** Reads from the text of modules what they import and run: types are left out. */
export function importGraph(files: readonly string[], read: (file: string) => string): ImportGraph {
  return new Map(
    files.map((file) => [
      file,
      new Set(
        [...read(file).replaceAll(TYPE_IMPORT, '').matchAll(IMPORT)].map(([, target = '']) =>
          path.posix.join(path.posix.dirname(file), target),
        ),
      ),
    ]),
  );
}

/**
 * Tests that import a source, directly or through others, the nearest first: the one that mirrors its name, then by how many imports
 * lie between, then by name.
 */
export function nearestTests(source: string, graph: ImportGraph, tests: readonly string[]): string[] {
  const distances = distancesTo(source, graph);
  const mirror = `test/${source.replace(/\.ts$/u, '.test.ts')}`;
  const distanceOf = (test: string) => (test === mirror ? 0 : distances.get(test)!);
  return tests
    .filter((test) => distances.has(test))
    .toSorted((a, b) => distanceOf(a) - distanceOf(b) || a.localeCompare(b, 'en'));
}

/** How many imports lead from each module to the source. */
function distancesTo(source: string, graph: ImportGraph): ReadonlyMap<string, number> {
  const importers = new Map<string, string[]>();
  for (const [file, imported] of graph) {
    for (const target of imported) importers.set(target, [...(importers.get(target) ?? []), file]);
  }
  const distances = new Map([[source, 0]]);
  // A map goes on to what is added to it meanwhile.
  for (const [file, distance] of distances) {
    for (const importer of importers.get(file) ?? []) {
      if (!distances.has(importer)) distances.set(importer, distance + 1);
    }
  }
  return distances;
}
