import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { mean, quantile } from '../../models/distributions/distribution.ts';
import { readsOf } from '../../models/stages/render/definition.ts';
import { shipped } from '../shipped-stage.ts';
import { load, SCENARIOS, studioOf } from './load.ts';

const FILES = readdirSync(SCENARIOS)
  .filter((file) => file.endsWith('.yaml'))
  .toSorted();

/** Every scenario as written, and in each of its variants. */
const CASES = FILES.flatMap((file) => {
  const loaded = load(`${SCENARIOS}/${file}`);
  const variants = loaded.kind === 'studio' ? loaded.variants : [];
  return [undefined, ...variants].map((variant) => ({ file, variant }));
});

describe('every scenario that comes with the project', () => {
  test('is among those tested', () => {
    expect(FILES).toEqual([
      'feature-crunch.yaml',
      'load-check.yaml',
      'small-studio.yaml',
      'storage-vendors.yaml',
    ]);
    expect(CASES.length).toBeGreaterThan(FILES.length);
  });

  test.each(CASES)('$file $variant compiles without a word of complaint', ({ file, variant }) => {
    const loaded = load(`${SCENARIOS}/${file}`, variant === undefined ? {} : { variant });
    expect(loaded.diagnostics).toEqual([]);
    expect(loaded.kind).toBe('studio');
  });

  test.each(CASES)('$file $variant has objectives, policies and work to do', ({ file, variant }) => {
    const studio = studioOf(`${SCENARIOS}/${file}`, variant === undefined ? {} : { variant });
    expect(studio.objectives.length).toBeGreaterThan(0);
    expect(studio.policies.length).toBeGreaterThan(0);
    expect(studio.stages.length).toBeGreaterThan(0);
  });
});

/** The only stage of its kind. */
function only<Stage>(stages: readonly Stage[]): Stage {
  const [stage, ...others] = stages;
  if (stage === undefined || others.length > 0) throw new Error(`${stages.length} stages`);
  return stage;
}

describe('feature crunch', () => {
  const studio = studioOf(`${SCENARIOS}/feature-crunch.yaml`);
  const overnight = only(studio.stages.map(shipped).filter((stage) => stage.kind === 'render'));
  const pipeline = only(studio.stages.map(shipped).filter((stage) => stage.kind === 'metadata'));

  test('needs nine hours and a quarter of every GPU for its wave', () => {
    const gpuSeconds = overnight.framesPerWave * mean(overnight.computeSeconds);
    const gpus = studio.farms.reduce((sum, farm) => sum + farm.nodes * farm.gpusPerNode, 0);
    expect(gpuSeconds / gpus / 3600).toBeCloseTo(9.26, 1);
  });

  test('reads 94 TiB for it', () => {
    expect((overnight.framesPerWave * mean(readsOf(overnight)[0]!.bytes)) / 2 ** 40).toBeCloseTo(93.75, 2);
  });

  test('has the metadata rate of 2007, 27,000 operations a second with a published median of 26,760', () => {
    expect(mean(pipeline.rate.level)).toBeGreaterThan(26_000);
    expect(mean(pipeline.rate.level)).toBeLessThan(28_000);
    expect(quantile(pipeline.rate.level, 0.5)).toBe(26_760);
    expect(mean(pipeline.rate.burst)).toBeCloseTo(1, 9);
  });

  test('has the published mix of operations within a tenth of a per cent, and sizes with the published means', () => {
    const published = {
      getattr: 6598.5,
      access: 4000,
      read: 1460.7,
      lookup: 643.9 + 25.4,
      write: 32.4,
      readdir: 61.1,
    };
    for (const [kind, millions] of Object.entries(published)) {
      const share = Object.entries(pipeline.mix).find(([each]) => each === kind)?.[1] ?? 0;
      expect(Math.abs(share - millions / 12_851)).toBeLessThan(0.001);
    }
    expect(Math.abs(mean(pipeline.readBytes) / 14_658 - 1)).toBeLessThan(0.01);
    expect(Math.abs(mean(pipeline.writeBytes) / 13_562 - 1)).toBeLessThan(0.01);
  });
});

test('the vendor comparison names at least five systems, each another device', () => {
  const vendors = CASES.filter(
    ({ file, variant }) => file === 'storage-vendors.yaml' && variant !== undefined,
  );
  const devices = vendors.map(
    ({ file, variant }) => studioOf(`${SCENARIOS}/${file}`, { variant: variant! }).storage[0]!.device,
  );
  expect(new Set(devices).size).toBe(vendors.length);
  expect(vendors.length).toBeGreaterThanOrEqual(5);
});
