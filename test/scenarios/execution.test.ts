import { describe, expect, test } from 'vitest';
import { summarize } from '../../sim/experiment/summarize.ts';
import { simulateReplication } from '../../sim/studio/replication.ts';
import { byPatience } from '../patience.ts';
import { load, SCENARIOS, studioOf } from './load.ts';

const PROVENANCE = {
  tool: { name: 'headroom', version: '0.0.0', node: 'v24' },
  scenario: { file: 'scenario.yaml', sha256: '', variant: null, overrides: [] },
} as const;

function simulated(file: string, options: Parameters<typeof studioOf>[1] = {}) {
  const studio = studioOf(`${SCENARIOS}/${file}`, options);
  return summarize(studio, [simulateReplication(studio, 0)], PROVENANCE);
}

describe('a scenario that comes with the project runs', () => {
  const small = [
    ['load-check.yaml', []],
    ['small-studio.yaml', []],
  ] as const;
  const all = [
    ...small,
    // The wave that starts at 19:00 fills the core for 41 s, and the storage nearly.
    ['feature-crunch.yaml', ['storage.hot utilization peak <= 80%', 'network.core utilization peak <= 75%']],
  ] as const;
  test.each(byPatience<readonly (typeof all)[number][]>({ fast: small, slow: all }))(
    '%s, and holds but for %j',
    (file, missed) => {
      const result = simulated(file);
      for (const { name, arrived, finished } of result.stages) {
        expect(arrived, name).toBeGreaterThan(0);
        expect(finished, name).toBe(arrived);
      }
      for (const { text, value } of result.objectives) expect(value, text).not.toBeNull();
      expect(result.objectives.filter(({ met }) => !met).map(({ text }) => text)).toEqual(missed);
      expect(result.bottleneck).not.toBeNull();
      expect(result.warnings.map(({ code }) => code)).not.toContain('unfinished-work');
    },
  );

  const vendors = load(`${SCENARIOS}/storage-vendors.yaml`);
  const variants = vendors.kind === 'studio' ? vendors.variants : [];

  const afternoon = byPatience({
    fast: ['run.start="18:00"', 'run.duration=90min', 'stages.dailies.arrivals.from="18:10"'],
    slow: ['run.start="13:00"', 'run.duration=8h', 'stages.dailies.arrivals.from="15:00"'],
  });
  const frames = byPatience({ fast: 50, slow: 500 });

  test.each(byPatience({ fast: variants.slice(0, 3), slow: variants }))(
    'storage-vendors.yaml with %s, cut down to an afternoon',
    (variant) => {
      const sets = [...afternoon, `stages.overnight.release.frames=${frames}`];
      const result = simulated('storage-vendors.yaml', { variant, sets });
      expect(result.resources.some(({ kind }) => kind === 'storage-data')).toBe(true);
      for (const { text, value } of result.objectives) expect(value, text).not.toBeNull();
    },
  );
});
