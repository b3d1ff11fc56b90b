import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../../models/scenario/load.ts';
import type { RenderStage } from '../../../models/stages/render/definition.ts';
import type { Studio } from '../../../models/studio.ts';
import { shipped } from '../../shipped-stage.ts';
import { filesNamed, mistakesIn, studioOf, studioText } from './studio-text.ts';

function renderOf(studio: Studio): RenderStage {
  const [stage] = studio.stages.map(shipped);
  if (stage?.kind !== 'render') throw new Error('the small studio renders');
  return stage;
}

describe('extends', () => {
  const base = studioText();
  const overlaid = (overlay: string) => studioOf(`extends: base.yaml\n${overlay}`, {}, { 'base.yaml': base });

  it('keeps what is not changed, and merges maps key by key', () => {
    const studio = overlaid('name: More\nrun: { duration: 30h }\ncompute: { farm: { nodes: 40 } }\n');
    expect(studio.name).toBe('More');
    expect(studio.run).toEqual({ ...studioOf(base).run, durationSeconds: 30 * 3600 });
    expect(studio.farms).toEqual([{ ...studioOf(base).farms[0], nodes: 40 }]);
    expect(studio.stages).toEqual(studioOf(base).stages);
  });

  it('changes nothing when it says nothing', () => {
    expect(overlaid('')).toEqual({
      ...studioOf(base),
      objectives: [{ ...studioOf(base).objectives[0], file: 'base.yaml' }],
    });
  });

  it('replaces lists, and removes what is null', () => {
    const studio = overlaid('run: { start: ~ }\nobjectives: [overnight.makespan max <= 20h]\n');
    expect(studio.run.startSecondsOfDay).toBe(0);
    expect(studio.objectives.map(({ text }) => text)).toEqual(['overnight.makespan max <= 20h']);
  });

  it('adds what is new', () => {
    const studio = overlaid(
      'stages: { late: { kind: render, release: { at: "23:00", frames: 5 }, frame: { time: 1min, gpuMemory: 1GiB, reads: { bytes: 1MB, files: 1 }, writes: { bytes: 1MB, files: 1 } } } }\n',
    );
    expect(studio.stages.map(({ name }) => name)).toEqual(['overnight', 'late']);
  });

  it('replaces a distribution of another kind, and merges one of the same kind', () => {
    const lognormal = studioText({}).replace(
      'time: 20min',
      'time: { lognormal: { median: 20min, sigma: 0.5 } }',
    );
    const changed = (time: string) =>
      renderOf(
        studioOf(
          `extends: base.yaml\nstages: { overnight: { frame: { time: ${time} } } }\n`,
          {},
          { 'base.yaml': lognormal },
        ),
      ).computeSeconds;
    expect(changed('{ lognormal: { median: 30min } }')).toEqual({
      kind: 'lognormal',
      median: 1800,
      sigma: 0.5,
    });
    expect(changed('{ uniform: [10min, 20min] }')).toEqual({ kind: 'uniform', minimum: 600, maximum: 1200 });
    expect(changed('25min')).toEqual({ kind: 'constant', value: 1500 });
  });

  it('goes on through further files, the nearest having the last word', () => {
    const files = {
      'base.yaml': base,
      'middle.yaml': 'extends: base.yaml\nname: Middle\nrun: { seed: middle }\n',
    };
    const studio = studioOf('extends: middle.yaml\nname: Top\n', {}, files);
    expect([studio.name, studio.run.seed]).toEqual(['Top', 'middle']);
  });

  it('asks the loader for a path as written, from the file that says it', () => {
    const asked: [string, string][] = [];
    loadScenario('shows/one.yaml', (file, from) => {
      asked.push([file, from]);
      return file === 'shows/one.yaml'
        ? { kind: 'text', path: file, text: 'extends: ../base.yaml\n' }
        : { kind: 'refused', reason: 'not here' };
    });
    expect(asked).toEqual([
      ['shows/one.yaml', ''],
      ['../base.yaml', 'shows/one.yaml'],
    ]);
  });
});

describe('variants', () => {
  const text = studioText({
    tail: `variants:
  bigger: { compute.farm.nodes: 40, storage: { hot: { read: 20GB/s } } }
  as-written: {}
vary:
  stages.overnight.release.frames: [100, 200]
  "run.duration": [24h, 36h]
`,
  });

  it('are named, those of vary by what they change', () => {
    const loaded = loadScenario('studio.yaml', filesNamed({ 'studio.yaml': text }));
    expect(loaded.kind === 'studio' && loaded.variants).toEqual([
      'bigger',
      'as-written',
      'stages.overnight.release.frames=100 run.duration=24h',
      'stages.overnight.release.frames=100 run.duration=36h',
      'stages.overnight.release.frames=200 run.duration=24h',
      'stages.overnight.release.frames=200 run.duration=36h',
    ]);
  });

  it('change what they name by dotted path or by nested keys, and nothing else', () => {
    const written = studioOf(text);
    const bigger = studioOf(text, { variant: 'bigger' });
    expect(bigger.farms[0]?.nodes).toBe(40);
    expect(bigger.storage[0]?.envelope.readBytesPerSecond).toBe(20e9);
    expect(bigger.stages).toEqual(written.stages);
    expect(studioOf(text, { variant: 'as-written' })).toEqual(written);
  });

  it('of vary set each of their values', () => {
    const studio = studioOf(text, { variant: 'stages.overnight.release.frames=200 run.duration=36h' });
    expect(renderOf(studio).framesPerWave).toBe(200);
    expect(studio.run.durationSeconds).toBe(36 * 3600);
  });

  it('come with what is extended, and can be added to', () => {
    const loaded = loadScenario(
      'top.yaml',
      filesNamed({
        'top.yaml': 'extends: studio.yaml\nvariants: { small: { compute.farm.nodes: 2 } }\nvary: ~\n',
        'studio.yaml': text,
      }),
    );
    expect(loaded.kind === 'studio' && loaded.variants).toEqual(['bigger', 'as-written', 'small']);
  });
});

/** Nodes of the small studio's farm under overrides. */
function nodes(sets: readonly string[]): number | undefined {
  return studioOf(studioText(), { sets }).farms[0]?.nodes;
}

describe('overrides', () => {
  it('are values in YAML, the last one winning', () => {
    expect(nodes(['compute.farm.nodes=40'])).toBe(40);
    expect(nodes(['compute.farm.nodes=40', 'compute.farm.nodes=2k'])).toBe(2000);
    expect(nodes(['compute.farm={ nodes: 7 }'])).toBe(7);
    expect(studioOf(studioText(), { sets: ['run.seed="1 = 2"'] }).run.seed).toBe('1 = 2');
    expect(
      studioOf(studioText(), { sets: ['objectives=[overnight.makespan max <= 9h]'] }).objectives,
    ).toMatchObject([{ limit: 9 * 3600, file: '--set', line: 1 }]);
  });

  it('come after the variant', () => {
    const text = studioText({ tail: 'variants: { bigger: { compute.farm.nodes: 40 } }' });
    expect(studioOf(text, { variant: 'bigger', sets: ['compute.farm.nodes=41'] }).farms[0]?.nodes).toBe(41);
  });

  it('have their mistakes told by number and column', () => {
    expect(
      mistakesIn(studioText(), { sets: ['run.duration=2h', 'compute.frm.nodes=4', 'run.seed=[1'] }),
    ).toEqual([
      'HR502 11:45 19:00 never falls into the run (from 07:00 for 2h)',
      'HR704 2:9 nothing is called "frm" here',
      'HR103 3:12 not YAML: flow sequence must end with a ]',
    ]);
  });
});
