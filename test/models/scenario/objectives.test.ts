import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Objective } from '../../../models/objective.ts';
import { parseObjective, parseStatistic } from '../../../models/scenario/objective-grammar.ts';
import { kindOf } from '../../../models/stages/stage-kinds.ts';
import { statisticText } from '../../../models/verdict.ts';
import { mistakesIn, type Parts, studioOf, studioText } from './studio-text.ts';

const STAGES = `overnight: { kind: render, release: { at: "19:00", frames: 400 }, frame: { time: 20min, gpuMemory: 18GiB, reads: { bytes: 2GiB, files: 40 }, writes: { bytes: 180MB, files: 6 } } }
  dailies: { kind: ingest, arrivals: { every: 6h }, bytesPerCard: 1TB, bytesPerFile: 50MB, reader: 400MB/s }
  pipeline: { kind: metadata, rate: { level: 20k ops/s }, mix: { getattr: 100% }, files: 2M, clients: 273 }
  review: { kind: editorial, seats: 4, gestures: 3/min, readsPerGesture: 12, bytesPerRead: 1MiB, files: 400 }`;

const KINDS = { overnight: 'render', dailies: 'ingest', pipeline: 'metadata', review: 'editorial' } as const;

const ISOLATED =
  'hot: { device: custom, read: 10GB/s, write: 5GB/s, readRate: 1M IOPS, writeRate: 300k IOPS, metadataRate: 500k ops/s, metadataIsolated: true }';

const withObjectives = (...objectives: string[]) =>
  studioText({ stages: STAGES, tail: `objectives: ${JSON.stringify(objectives)}` });

function policiesOf(parts: Partial<Parts>): readonly Objective[] {
  return studioOf(studioText({ ...parts, tail: 'policies: [metadata.hot utilization peak <= 70%]' }))
    .policies;
}

describe('an objective', () => {
  it('limits any metric that its stage yields', () => {
    for (const [stage, kind] of Object.entries(KINDS)) {
      for (const metric of Object.keys(kindOf({ kind }).metrics)) {
        const text = `${stage}.${metric} p95 <= 1d`;
        expect(studioOf(withObjectives(text)).objectives).toMatchObject([
          {
            text,
            metric: `${stage}.${metric}`,
            statistic: { kind: 'percentile', fraction: 0.95 },
            limit: 86_400,
          },
        ]);
      }
    }
  });

  it.each(['storage.hot', 'network.core', 'network.uplinks', 'compute.farm'])(
    'limits the utilization of %s',
    (resource) => {
      expect(studioOf(withObjectives(`${resource} utilization peak <= 70%`)).objectives).toMatchObject([
        { metric: `${resource} utilization`, statistic: { kind: 'peak' }, comparison: '<=', limit: 0.7 },
      ]);
    },
  );

  it('on metadata is about metadata, whichever service answers it', () => {
    expect(policiesOf({ storage: ISOLATED })).toMatchObject([{ metric: 'metadata.hot utilization' }]);
    expect(policiesOf({})).toMatchObject([{ metric: 'metadata.hot utilization' }]);
  });

  it('is of a stage even if a resource goes by the same name', () => {
    const stages =
      'storage: { kind: editorial, seats: 4, gestures: 3/min, readsPerGesture: 12, bytesPerRead: 1MiB, files: 400 }';
    const tail = 'objectives: [storage.scrub p99 <= 40ms, storage.hot utilization mean <= 50%]';
    expect(
      studioOf(studioText({ stages, tail, compute: '{}' })).objectives.map(({ metric }) => metric),
    ).toEqual(['storage.scrub', 'storage.hot utilization']);
  });

  it('may ask for at least', () => {
    expect(studioOf(withObjectives('compute.farm utilization mean >= 60%')).objectives).toMatchObject([
      { comparison: '>=', limit: 0.6 },
    ]);
  });

  it('needs no spaces around its comparison', () => {
    expect(studioOf(withObjectives('review.scrub p99<=40ms')).objectives).toMatchObject([{ limit: 0.04 }]);
  });
});

describe('an objective that nothing can meet', () => {
  it.each([
    ['overnight.turnaround min <= 19min', true],
    ['overnight.turnaround p95 <= 20min', false],
    ['overnight.turnaround p95 >= 19min', false],
    ['overnight.storageWait p95 <= 1s', false],
    ['dailies.completion mean <= 41min', true],
    ['dailies.completion mean <= 42min', false],
    ['review.scrub p99 <= 199us', true],
    ['pipeline.latency mean <= 201us', false],
  ])('%s: %s', (objective, refused) => {
    expect(mistakesIn(withObjectives(objective)).some((mistake) => mistake.startsWith('HR606'))).toBe(
      refused,
    );
  });
});

describe('a statistic', () => {
  it.each([
    ['mean', { kind: 'mean' }],
    ['max', { kind: 'max' }],
    ['min', { kind: 'min' }],
    ['peak', { kind: 'peak', windowSeconds: 10 }],
    ['p50', { kind: 'percentile', fraction: 0.5 }],
    ['p5', { kind: 'percentile', fraction: 0.05 }],
    ['p99.9', { kind: 'percentile', fraction: 0.999 }],
    ['p999', { kind: 'percentile', fraction: 0.999 }],
    ['p9999', { kind: 'percentile', fraction: 0.9999 }],
    ['p99.99', { kind: 'percentile', fraction: 0.9999 }],
  ])('%s', (word, statistic) => {
    expect(parseStatistic(word)).toEqual(statistic);
  });

  it('of another name is none', () => {
    for (const word of [
      '',
      'p',
      'p0',
      'p0.0',
      'p100',
      'p998',
      'P99',
      'p-1',
      'p9.',
      'median',
      'constructor',
    ]) {
      expect(parseStatistic(word)).toBeNull();
    }
  });
});

describe('the window of a peak', () => {
  const peakOver = (statistic: string) =>
    studioOf(withObjectives(`network.core utilization ${statistic} <= 70%`)).objectives[0]!.statistic;

  it.each([
    ['peak', 10],
    ['peak(10s)', 10],
    ['peak(1min)', 60],
    ['peak( 1.5 min )', 90],
    ['peak (500ms)', 0.5],
  ])('of %s is %d s', (statistic, windowSeconds) => {
    expect(peakOver(statistic)).toEqual({ kind: 'peak', windowSeconds });
  });

  it('is written out, so that equal peaks read alike', () => {
    const texts = [0.5, 10, 60, 90, 3600].map((windowSeconds) =>
      statisticText({ kind: 'peak', windowSeconds }),
    );
    expect(texts).toEqual(['peak(500ms)', 'peak(10s)', 'peak(1min)', 'peak(1min30s)', 'peak(1h)']);
  });
});

describe('taking an objective apart', () => {
  it('finds each word where it stands, in any spacing', () => {
    const space = fc.constantFrom(' ', '  ', '\t');
    fc.assert(
      fc.property(
        space,
        space,
        fc.constantFrom('<=', '>='),
        fc.constantFrom('11h', '1h 30min', '900k ops/s'),
        (a, b, comparison, limit) => {
          const text = `${a}x.y${a}utilization${b}p95${b}${comparison}${a}${limit}${b}`;
          const parsed = parseObjective(text);
          if (parsed.kind === 'problem') throw new Error(parsed.problem.message);
          const { words } = parsed;
          const at = (word: { start: number; end: number } | null) => text.slice(word?.start, word?.end);
          expect([words.subject, words.measure, words.statistic, words.limit].map(at)).toEqual([
            'x.y',
            'utilization',
            'p95',
            limit,
          ]);
          expect(words.comparison).toBe(comparison);
        },
      ),
    );
  });
});
