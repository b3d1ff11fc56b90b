import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../../models/scenario/load.ts';
import { shipped } from '../../shipped-stage.ts';
import { filesNamed, mistakesIn, studioOf, studioText } from './studio-text.ts';

describe('a scenario', () => {
  it('becomes a studio in SI numbers', () => {
    const studio = studioOf(
      studioText({
        run: 'run: { start: "07:00", duration: 36h, warmup: 30min, replications: 4, seed: 42, fidelity: operations }',
        stages: `overnight:
    kind: render
    release: { at: "19:00", frames: 12k }
    priority: 3
    frame:
      time: 32min
      gpuMemory: 18GiB
      reads: { bytes: 8GiB, files: 900 }
      metadata: { getattr: 20k, lookup: 2000, readdir: 0 }
      writes: { bytes: 180MB, files: 6 }
      outstanding: 4
      verify: false`,
      }),
    );
    expect(studio.name).toBe('A small studio');
    expect(studio.run).toEqual({
      durationSeconds: 36 * 3600,
      startSecondsOfDay: 7 * 3600,
      warmup: { kind: 'given', seconds: 1800 },
      replications: 4,
      seed: '42',
      fidelity: 'operations',
    });
    expect(studio.network).toEqual({
      racks: 2,
      hostBytesPerSecond: 3.125e9,
      uplinkBytesPerSecond: 25e9,
      coreBytesPerSecond: 50e9,
      roundTripSeconds: 200e-6,
    });
    expect(studio.farms).toEqual([{ name: 'farm', nodes: 20, gpusPerNode: 2, gpuMemoryBytes: 48 * 2 ** 30 }]);
    expect(studio.stages).toEqual([
      {
        name: 'overnight',
        storage: 'hot',
        kind: 'render',
        farm: 'farm',
        release: { kind: 'scheduled', timesSeconds: [12 * 3600] },
        framesPerWave: 12_000,
        priority: 3,
        computeSeconds: { kind: 'constant', value: 1920 },
        gpuMemoryBytes: 18 * 2 ** 30,
        reads: { storage: 'hot', bytes: { kind: 'constant', value: 8 * 2 ** 30 }, files: 900 },
        writes: { storage: 'hot', bytes: { kind: 'constant', value: 180e6 }, files: 6 },
        metadata: { getattr: 20_000, lookup: 2000 },
        outstanding: 4,
        verify: false,
      },
    ]);
    expect(studio.storage[0]).toMatchObject({
      name: 'hot',
      device: 'custom',
      envelope: {
        readBytesPerSecond: 10e9,
        writeBytesPerSecond: 5e9,
        readOperationsPerSecond: 1e6,
        writeOperationsPerSecond: 300e3,
        metadataOperationsPerSecond: 500e3,
      },
    });
    expect(studio.objectives).toEqual([
      {
        text: 'overnight.turnaround p95 <= 11h',
        metric: 'overnight.turnaround',
        statistic: { kind: 'percentile', fraction: 0.95 },
        comparison: '<=',
        limit: 39_600,
        file: 'studio.yaml',
        line: 23,
      },
    ]);
  });

  it('takes what a camera delivers from the catalog', () => {
    const stages =
      'dailies: { kind: ingest, arrivals: { every: 6h }, camera: arri-alexa-xt-open-gate, footage: 1h, frameRate: 48fps, cards: 5 }';
    const [stage] = studioOf(studioText({ stages, tail: '' })).stages;
    expect(stage).toMatchObject({
      kind: 'ingest',
      bytesPerFile: 3414 * 2198 * 1.5,
      readerBytesPerSecond: 850e6,
      // 972.5 GB an hour at 24 frames/s, twice that at 48, one hour over five cards.
      bytesPerCard: { kind: 'constant', value: expect.closeTo((972_514_771_200 * 2) / 5, -1) },
      verify: true,
    });
  });

  it('or takes cards as they are described', () => {
    const stages =
      'scans: { kind: ingest, arrivals: { every: 6h }, bytesPerCard: 1TB, bytesPerFile: 50MB, reader: 400MB/s, outstanding: 2, verify: false }';
    expect(studioOf(studioText({ stages, tail: '' })).stages[0]).toMatchObject({
      cards: 1,
      bytesPerCard: { kind: 'constant', value: 1e12 },
      bytesPerFile: 50e6,
      readerBytesPerSecond: 400e6,
      outstanding: 2,
      verify: false,
    });
  });

  it('spreads the pipeline over a mix that adds up to 1', () => {
    const stages =
      'pipeline: { kind: metadata, rate: { level: 20k ops/s }, mix: { getattr: 52.1%, access: 31%, read: 16.8% }, readBytes: 14kB, files: 2M, clients: 273 }';
    const [stage] = studioOf(studioText({ stages, tail: '' })).stages.map(shipped);
    expect(stage?.kind).toBe('metadata');
    const mix = stage?.kind === 'metadata' ? stage.mix : {};
    expect(Object.keys(mix)).toEqual(['getattr', 'access', 'read']);
    expect(Object.values(mix).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 14);
    expect(stage).toMatchObject({
      rate: { level: { kind: 'constant', value: 20_000 }, levelSeconds: 3600, burstSeconds: 1 },
      readBytes: { kind: 'constant', value: 14_000 },
      writeBytes: { kind: 'constant', value: 0 },
    });
  });

  it('has names that mean something to JavaScript, and means nothing by them', () => {
    const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'];
    const storage = names
      .map((name) => `${name}: { device: weka-supermicro-8n, metadataRate: 1M ops/s }`)
      .join('\n  ');
    const stages = names
      .map(
        (name) =>
          `${name}: { kind: editorial, storage: ${name}, seats: 2, gestures: 3/min, readsPerGesture: 12, bytesPerRead: 1MiB, files: 400 }`,
      )
      .join('\n  ');
    const tail = `objectives:\n${names.map((name) => `  - ${name}.scrub p99 <= 40ms\n  - storage.${name} utilization peak <= 80%`).join('\n')}`;
    const studio = studioOf(studioText({ storage, stages, tail, compute: '{}' }));
    expect(studio.storage.map(({ name }) => name)).toEqual(names);
    expect(studio.stages.map(({ name, storage: on }) => [name, on])).toEqual(
      names.map((name) => [name, name]),
    );
    expect(studio.objectives.map(({ metric }) => metric)).toEqual(
      names.flatMap((name) => [`${name}.scrub`, `storage.${name} utilization`]),
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('is the same with Windows line ends and a byte order mark', () => {
    const text = studioText();
    expect(studioOf(`\uFEFF${text.replaceAll('\n', '\r\n')}`)).toEqual(studioOf(text));
  });

  it('gives the texts back as they were read', () => {
    const text = `\uFEFF${studioText()}`;
    const { sources } = loadScenario('studio.yaml', filesNamed({ 'studio.yaml': text }), {
      sets: ['run.seed=x', 'run.duration=30h'],
    });
    expect(sources).toEqual([
      { path: 'studio.yaml', text },
      { path: '--set', text: 'run.seed=x\nrun.duration=30h' },
    ]);
  });

  it('that cannot be read says why', () => {
    const loaded = loadScenario('no.yaml', filesNamed({}));
    expect(loaded.kind).toBe('invalid');
    expect(loaded.diagnostics).toMatchObject([
      {
        code: 'HR101',
        file: 'no.yaml',
        line: 1,
        column: 1,
        message: 'cannot read "no.yaml": there is no such file',
      },
    ]);
  });

  it('tells all its mistakes at once, also those that need the whole', () => {
    const mistakes = mistakesIn(
      studioText({
        run: 'run: { duration: 24, seed: x }',
        stages: 'overnight: { kind: render, storage: cold, farm: fram, release: {}, frame: { time: 1x } }',
        tail: 'objectives: [overnight.turnarund p95 <= 11h]',
      }),
    );
    expect(mistakes).toEqual([
      'HR301 4:18 a duration needs a unit',
      'HR401 11:39 no storage is called "cold"',
      'HR402 11:51 no farm is called "fram"',
      'HR202 11:57 the key "frames" is missing',
      'HR202 11:70 the key "gpuMemory" is missing',
      'HR202 11:70 the key "reads" is missing',
      'HR202 11:70 the key "writes" is missing',
      'HR302 11:86 unknown unit "x"',
      'HR603 12:24 "overnight" does not yield "turnarund"',
    ]);
  });
});

describe('the scenarios that come with the tool', () => {
  const folder = path.join(import.meta.dirname, '../../../scenarios');
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  const load = filesNamed(
    Object.fromEntries(files.map((file) => [file, readFileSync(path.join(folder, file), 'utf8')])),
  );

  it.each(files)('%s and its variants are valid', (file) => {
    const written = loadScenario(file, load);
    expect(written.diagnostics).toEqual([]);
    const variants = written.kind === 'studio' ? written.variants : [];
    for (const variant of variants) expect(loadScenario(file, load, { variant }).diagnostics).toEqual([]);
  });
});
