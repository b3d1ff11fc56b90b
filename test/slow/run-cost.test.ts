/** The estimated events of scenarios whose operations are events, against many replications of real ones. */

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { loadScenario } from '../../models/scenario/load.ts';
import type { Studio } from '../../models/studio.ts';
import { randomScenario } from '../determinism/random-scenario.ts';
import { estimatedOverReal } from '../sim/cost/estimated-events.ts';

const REPLICATIONS = 24;

function studioOf(text: string, sets: readonly string[]): Studio {
  const loaded = loadScenario('scenario.yaml', (name) => ({ kind: 'text', path: name, text }), { sets });
  if (loaded.kind === 'invalid') throw new Error(loaded.diagnostics.map(({ message }) => message).join('\n'));
  return loaded.studio;
}

test.each(Array.from({ length: 20 }, (_, index) => index + 1))('random scenario %i', (number) => {
  const ratio = estimatedOverReal(
    studioOf(randomScenario(number), ['run.fidelity=operations']),
    REPLICATIONS,
  );
  expect(ratio).toBeGreaterThan(0.5);
  expect(ratio).toBeLessThan(2);
});

test('an evening of the small studio', () => {
  const text = readFileSync(path.join(import.meta.dirname, '../../scenarios/small-studio.yaml'), 'utf8');
  const studio = studioOf(text, [
    'run.fidelity=operations',
    'run.start="18:30"',
    'run.duration=5min',
    'stages.shoot.arrivals={ at: "18:30" }',
    'stages.shoot.footage=3min',
    'stages.overnight.release.at="18:31"',
    'stages.overnight.release.frames=48',
    'objectives=[]',
  ]);
  const ratio = estimatedOverReal(studio, 3);
  expect(ratio).toBeGreaterThan(0.5);
  expect(ratio).toBeLessThan(2);
});
