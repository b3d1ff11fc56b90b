/**
 * A hand-made result with the figures of a feature-animation day: 24 h from 07:00, a render wave of 12,000 frames at
 * 19:00 on 480 GPUs, ten replications. Written out rather than simulated, so that reports are tested on their own.
 */

import type {
  MetricResult,
  ObjectiveResult,
  ResourceResult,
  ResultDocument,
  Series,
  TimeCause,
} from '../../models/result.ts';

const BIN_SECONDS = 60;
/** The last frames finish a while after the day has ended. */
const BINS = 1477;
const WAVE_BIN = 720;
const WAVE_END_BIN = 1310;

/** Repeatable noise in [-1, 1] without a random source. */
function noise(bin: number, salt: number): number {
  const scrambled = Math.sin(bin * 12.9898 + salt * 78.233) * 43758.5453;
  return 2 * (scrambled - Math.floor(scrambled)) - 1;
}

function series(
  name: string,
  title: string,
  unit: Series['unit'],
  group: Series['group'],
  value: (bin: number) => number,
): Series {
  return {
    name,
    title,
    unit,
    group,
    values: Array.from({ length: BINS }, (_, bin) => Math.max(0, value(bin))),
  };
}

/** 1 while the wave renders, with a steep start and a thinning tail. */
function wave(bin: number): number {
  if (bin < WAVE_BIN) return 0;
  if (bin < WAVE_END_BIN) return 1;
  return Math.max(0, 1 - (bin - WAVE_END_BIN) / 160);
}

/** People at work: up in the morning, down at night. */
function officeHours(bin: number): number {
  const hour = (7 + bin / 60) % 24;
  return hour > 8 && hour < 20 ? Math.sin((Math.PI * (hour - 8)) / 12) ** 0.5 : 0.05;
}

const ingesting = (bin: number) => (bin < 1440 && bin % 360 < 95 ? 1 : 0);

export const TIMELINE: readonly Series[] = [
  series('farm.queue', 'Frames waiting for a GPU of farm', 'count', 'queue', (bin) =>
    bin < WAVE_BIN
      ? 0
      : 11_520 * (1 - (bin - WAVE_BIN) / (WAVE_END_BIN - WAVE_BIN)) + 40 * noise(bin, 1) * wave(bin),
  ),
  series(
    'metadata.hot.queue',
    'Metadata operations queued on hot',
    'operations',
    'queue',
    (bin) =>
      wave(bin) * (420 + 180 * noise(bin, 2)) * Math.exp(-(bin - WAVE_BIN) / 300) + 6 * officeHours(bin),
  ),
  series(
    'hot.readThroughput',
    'Read from hot',
    'bytes/s',
    'throughput',
    (bin) =>
      1e9 *
      (wave(bin) * (2.1 + 0.4 * noise(bin, 3)) +
        39 * Math.exp(-Math.abs(bin - 722) / 9) +
        1.4 * officeHours(bin)),
  ),
  series(
    'hot.writeThroughput',
    'Written to hot',
    'bytes/s',
    'throughput',
    (bin) => 1e9 * (ingesting(bin) * (2.9 + 0.1 * noise(bin, 4)) + wave(bin) * (0.05 + 0.01 * noise(bin, 5))),
  ),
  series(
    'hot.metadataRate',
    'Metadata operations on hot',
    'operations/s',
    'metadata',
    (bin) =>
      41_000 * officeHours(bin) * (1 + 0.12 * noise(bin, 6)) +
      wave(bin) * (52_000 + 9_000 * noise(bin, 7)) +
      (bin >= WAVE_BIN ? 310_000 * Math.exp(-(bin - WAVE_BIN) / 14) : 0),
  ),
  series('farm.gpusInUse', 'GPUs of farm in use', 'count', 'farm', (bin) => 480 * wave(bin)),
  series(
    'farm.gpusIdleOnStorage',
    'GPUs of farm held by frames that wait for storage',
    'count',
    'farm',
    (bin) => wave(bin) * (28 + 9 * noise(bin, 8) + 380 * Math.exp(-(bin - WAVE_BIN) / 22)),
  ),
  series('metadata.hot utilization', 'Utilization of metadata.hot', 'fraction', 'utilization', (bin) =>
    Math.min(0.941, 0.11 * officeHours(bin) + wave(bin) * (0.17 + 0.8 * Math.exp(-(bin - WAVE_BIN) / 25))),
  ),
  series('storage.hot utilization', 'Utilization of storage.hot', 'fraction', 'utilization', (bin) =>
    Math.min(0.62, 0.05 + 0.1 * ingesting(bin) + wave(bin) * (0.07 + 0.5 * Math.exp(-(bin - WAVE_BIN) / 12))),
  ),
  series('network.core utilization', 'Utilization of network.core', 'fraction', 'utilization', (bin) =>
    Math.min(
      0.83,
      0.04 + 0.06 * ingesting(bin) + wave(bin) * (0.05 + 0.74 * Math.exp(-(bin - WAVE_BIN) / 9)),
    ),
  ),
];

/** Ten replications around a value, a percent or so apart. */
function around(value: number, salt: number): number[] {
  return Array.from({ length: 10 }, (_, index) => value * (1 + 0.012 * noise(index, salt)));
}

interface Percentiles {
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

function within(value: number, share: number): readonly [number, number] {
  return [value * (1 - share), value * (1 + share)];
}

function metric(name: string, count: number, mean: number, percentiles: Percentiles): MetricResult {
  return {
    name,
    unit: 'seconds',
    count,
    mean,
    ci95: within(mean, 0.004),
    ...percentiles,
    replicationMeans: around(mean, name.length),
    percentileIntervals: {
      p50: within(percentiles.p50, 0.003),
      p95: within(percentiles.p95, 0.008),
      p99: within(percentiles.p99, 0.021),
    },
  };
}

export const METRICS: readonly MetricResult[] = [
  metric('dailies.completion', 160, 5_640, {
    p50: 5_612,
    p90: 5_801,
    p95: 5_848,
    p99: 5_902,
    p999: 5_902,
    max: 5_902,
  }),
  metric('dailies.write', 4_664_000, 0.00213, {
    p50: 0.00188,
    p90: 0.00341,
    p95: 0.00402,
    p99: 0.00644,
    p999: 0.0121,
    max: 0.0388,
  }),
  metric('overnight.turnaround', 120_000, 19_870, {
    p50: 19_912,
    p90: 33_540,
    p95: 35_120,
    p99: 37_310,
    p999: 40_180,
    max: 44_220,
  }),
  metric('overnight.startLatency', 120_000, 17_650, {
    p50: 17_702,
    p90: 31_400,
    p95: 33_010,
    p99: 34_390,
    p999: 34_720,
    max: 34_770,
  }),
  metric('overnight.storageWait', 120_000, 132, {
    p50: 96,
    p90: 214,
    p95: 388,
    p99: 841,
    p999: 1_240,
    max: 1_610,
  }),
  metric('overnight.locate', 4.08e9, 0.000412, {
    p50: 0.000201,
    p90: 0.000874,
    p95: 0.00141,
    p99: 0.00472,
    p999: 0.0194,
    max: 0.211,
  }),
  metric('overnight.read', 1.08e8, 0.00382, {
    p50: 0.00214,
    p90: 0.00861,
    p95: 0.0128,
    p99: 0.0312,
    p999: 0.0881,
    max: 0.402,
  }),
  metric('pipeline.latency', 2.11e9, 0.000188, {
    p50: 0.000121,
    p90: 0.000342,
    p95: 0.000518,
    p99: 0.00186,
    p999: 0.0113,
    max: 0.184,
  }),
  metric('review.scrub', 18_440_000, 0.00974, {
    p50: 0.00681,
    p90: 0.0194,
    p95: 0.0263,
    p99: 0.0441,
    p999: 0.0972,
    max: 0.388,
  }),
];

/** How many of the values break a limit. */
export function missesOf(
  values: readonly (number | null)[],
  comparison: ObjectiveResult['comparison'],
  limit: number,
): { readonly replications: number; readonly of: number } {
  const missed = values.filter((value) =>
    comparison === '<=' ? (value ?? 0) > limit : (value ?? 0) < limit,
  );
  return { replications: missed.length, of: values.length };
}

/** The same without a count of replications, as where there are not several. */
export function uncounted(counted: ObjectiveResult): ObjectiveResult {
  const { missedIn: _, ...one } = counted;
  return one;
}

export function objective(
  overrides: Partial<ObjectiveResult> & Pick<ObjectiveResult, 'text'>,
): ObjectiveResult {
  const { value = 0.0441, limit = 0.04, comparison = '<=' } = overrides;
  const replicationValues = around(value ?? 0.0441, overrides.text.length);
  return {
    metric: 'review.scrub',
    statistic: 'p99',
    comparison,
    unit: 'seconds',
    limit,
    value,
    ci95: [0.0427, 0.0456],
    replicationValues,
    ...(value === null ? {} : { missedIn: missesOf(replicationValues, comparison, limit) }),
    met: false,
    margin: -0.1025,
    certainty: 'certain',
    count: 10,
    kind: 'objective',
    file: 'scenarios/feature-crunch.yaml',
    line: 61,
    ...overrides,
  };
}

const SCRUB_CAUSE: TimeCause = {
  kind: 'queue',
  resource: 'storage.hot',
  seconds: 0.0306,
  share: 0.694,
  parts: [
    { kind: 'queue', resource: 'storage.hot', seconds: 0.0306, share: 0.694 },
    { kind: 'service', resource: 'storage.hot', seconds: 0.0131, share: 0.297 },
    { kind: 'transmission', resource: 'network.hosts', seconds: 0.0002, share: 0.0045 },
    { kind: 'distance', resource: 'network.roundTrip', seconds: 0.0002, share: 0.0045 },
  ],
  remedy: { figure: 'the capacity of storage.hot', unit: 'fraction', now: 1, needed: 1.155 },
  why: '30.6 ms of 44.1 ms (69.4%) is spent waiting behind other requests at storage.hot. It would be met with the capacity of storage.hot at about 116% instead of 100%, if all else stayed as it is.',
};

const METADATA_LOAD =
  'its peak utilization is 94.1%, with a limit of 70%. It would be met with the capacity of metadata.hot at about 134% instead of 100%, if all else stayed as it is';

export const OBJECTIVES: readonly ObjectiveResult[] = [
  objective({
    text: 'dailies.completion max <= 2h',
    metric: 'dailies.completion',
    statistic: 'max',
    limit: 7_200,
    value: 5_902,
    ci95: [5_871, 5_934],
    met: true,
    margin: 0.18028,
    line: 58,
  }),
  objective({
    text: 'overnight.turnaround p95 <= 11h',
    metric: 'overnight.turnaround',
    statistic: 'p95',
    limit: 39_600,
    value: 35_120,
    ci95: [34_840, 35_400],
    met: true,
    margin: 0.11313,
    line: 59,
  }),
  objective({
    text: 'overnight.makespan max <= 12h',
    metric: 'overnight.makespan',
    statistic: 'max',
    limit: 43_200,
    value: 42_980,
    ci95: [42_410, 43_560],
    met: true,
    margin: 0.00509,
    certainty: 'too close to call',
    line: 60,
  }),
  objective({ text: 'review.scrub p99 <= 40ms', cause: SCRUB_CAUSE }),
  objective({
    text: 'pipeline.latency p99 <= 5ms',
    metric: 'pipeline.latency',
    limit: 0.005,
    value: 0.00186,
    ci95: [0.00179, 0.00193],
    met: true,
    margin: 0.628,
    line: 62,
  }),
  objective({
    text: 'metadata.hot utilization peak <= 70%',
    metric: 'metadata.hot utilization',
    statistic: 'peak(10s)',
    kind: 'policy',
    unit: 'fraction',
    limit: 0.7,
    value: 0.941,
    ci95: [0.928, 0.954],
    margin: -0.34429,
    line: 65,
    cause: {
      kind: 'load',
      resource: 'metadata.hot',
      remedy: { figure: 'the capacity of metadata.hot', unit: 'fraction', now: 1, needed: 1.344 },
      why: `${METADATA_LOAD}.`,
    },
  }),
  objective({
    text: 'storage.hot utilization p95 <= 80%',
    metric: 'storage.hot utilization',
    statistic: 'p95',
    kind: 'policy',
    unit: 'fraction',
    limit: 0.8,
    value: 0.312,
    ci95: [0.304, 0.32],
    met: true,
    margin: 0.61,
    line: 66,
  }),
];

export const RESOURCES: readonly ResourceResult[] = [
  {
    name: 'metadata.hot',
    kind: 'storage-metadata',
    capacity: 384_000,
    capacityUnit: 'operations/s',
    utilization: {
      mean: 0.187,
      p95: 0.412,
      peak: 0.941,
      ci95: [0.184, 0.19],
      peakWindowSeconds: 10,
      saturatedSeconds: 0,
    },
    headroomLimit: 0.7,
    lostSecondsByStage: { overnight: 1_010_000, pipeline: 61_400, review: 940 },
  },
  {
    name: 'storage.hot',
    kind: 'storage-data',
    capacity: 67.2e9,
    capacityUnit: 'bytes/s',
    utilization: {
      mean: 0.118,
      p95: 0.312,
      peak: 0.62,
      ci95: [0.116, 0.12],
      peakWindowSeconds: 10,
      saturatedSeconds: 0,
    },
    headroomLimit: 0.8,
    lostSecondsByStage: { overnight: 344_000, dailies: 12_100, review: 7_900 },
  },
  {
    name: 'network.core',
    kind: 'link',
    capacity: 50e9,
    capacityUnit: 'bytes/s',
    utilization: {
      mean: 0.091,
      p95: 0.224,
      peak: 0.83,
      ci95: [0.089, 0.093],
      peakWindowSeconds: 10,
      saturatedSeconds: 0,
    },
    headroomLimit: null,
    lostSecondsByStage: { overnight: 118_000, review: 210 },
  },
  {
    name: 'network.uplink[7]',
    kind: 'link',
    capacity: 25e9,
    capacityUnit: 'bytes/s',
    utilization: {
      mean: 0.022,
      p95: 0.061,
      peak: 0.41,
      ci95: [0.021, 0.023],
      peakWindowSeconds: 10,
      saturatedSeconds: 0,
    },
    headroomLimit: null,
    lostSecondsByStage: {},
  },
  {
    name: 'compute.farm',
    kind: 'farm',
    capacity: 480,
    capacityUnit: 'count',
    utilization: {
      mean: 0.431,
      p95: 1,
      peak: 1,
      ci95: [0.427, 0.435],
      peakWindowSeconds: 10,
      saturatedSeconds: 32_791,
    },
    headroomLimit: null,
    lostSecondsByStage: { overnight: 211_800_000 },
  },
];

/** The result itself: one objective missed by 10%, one policy broken, one verdict too close to call. */
export function featureDay(overrides: Partial<ResultDocument> = {}): ResultDocument {
  return {
    schemaVersion: 1,
    tool: { name: 'headroom', version: '0.1.0', node: '24.11.1' },
    scenario: {
      name: 'Feature crunch',
      file: 'scenarios/feature-crunch.yaml',
      sha256: '9f2c4b1de07a5d3386c1f0a9be44d7c25a8e91f36b02d4c7e5f1a3b9c8d7e6f5',
      fidelity: 'flows',
      variant: null,
      overrides: [],
      durationSeconds: 86_400,
    },
    seed: 'crunch',
    replications: 10,
    warmupSeconds: 720,
    metrics: METRICS,
    resources: RESOURCES,
    objectives: OBJECTIVES,
    bottleneck: {
      resource: 'metadata.hot',
      why: `${METADATA_LOAD}.`,
      objective: 'metadata.hot utilization peak <= 70%',
    },
    stages: [
      {
        name: 'dailies',
        kind: 'ingest',
        storage: 'hot',
        arrived: 16,
        finished: 16,
        bytesRead: 46.8e12,
        bytesWritten: 46.8e12,
        operations: 8_284_000,
      },
      {
        name: 'overnight',
        kind: 'render',
        storage: 'hot',
        arrived: 12_000,
        finished: 12_000,
        bytesRead: 103.1e12,
        bytesWritten: 2.16e12,
        operations: 419_000_000,
      },
      {
        name: 'pipeline',
        kind: 'metadata',
        storage: 'hot',
        arrived: 211_000_000,
        finished: 211_000_000,
        bytesRead: 3.1e12,
        bytesWritten: 0.4e12,
        operations: 211_000_000,
      },
      {
        name: 'review',
        kind: 'editorial',
        storage: 'hot',
        arrived: 46_100,
        finished: 46_096,
        bytesRead: 1.84e12,
        bytesWritten: 0,
        operations: 1_844_000,
      },
    ],
    storage: [
      {
        name: 'hot',
        device: 'weka-8n',
        figures: [
          {
            name: 'data.variability',
            value: 1,
            unit: 'count',
            grade: 'guess',
            source: 'no published value; 1 is the variability of independent arrivals',
          },
          {
            name: 'metadataCost.rename',
            value: 3.1,
            unit: 'count',
            grade: 'inferred',
            source: 'median of 80 IO500 results: create at 0.30 of the stat rate',
          },
          {
            name: 'metadataOperationsPerSecond',
            value: 384_000,
            unit: 'operations/s',
            grade: 'vendor',
            source: 'vendor reference architecture, 8 nodes, derated by 0.8',
          },
          {
            name: 'readBytesPerSecond',
            value: 67.2e9,
            unit: 'bytes/s',
            grade: 'certified',
            source:
              'SPECstorage Solution 2020 EDA_BLENDED, https://www.spec.org/storage2020/results/, read 2024-05',
          },
          {
            name: 'writeBytesPerSecond',
            value: 31.4e9,
            unit: 'bytes/s',
            grade: 'benchmark',
            source: 'IO500 submission, ior-easy-write',
          },
          {
            name: 'metadata.idleResponseSeconds',
            value: 0.000065,
            unit: 'seconds',
            grade: 'measured',
            source: 'getattr p50, 2007 NFS studio trace',
          },
        ],
      },
    ],
    timeline: { binSeconds: BIN_SECONDS, startSecondsOfDay: 25_200, series: TIMELINE },
    warnings: [
      {
        code: 'extrapolated',
        message:
          'metadata.hot ran beyond the highest load that its envelope was fitted to (82%); its latencies above that are extrapolated',
      },
    ],
    engine: { events: 48_210_344, flows: 6_120_118, wallSeconds: null },
    ...overrides,
  };
}

/** The same day with a bin every half hour: small enough to keep as a golden file. */
export function shortDay(overrides: Partial<ResultDocument> = {}): ResultDocument {
  const day = featureDay(overrides);
  const coarse = day.timeline.series.map((one) => ({
    ...one,
    values: one.values.filter((_, bin) => bin % 30 === 0).map((value) => Number(value.toPrecision(6))),
  }));
  return { ...day, timeline: { ...day.timeline, binSeconds: 1800, series: coarse } };
}

/** A single replication: nothing has an interval, nothing is certain. */
export function singleReplication(): ResultDocument {
  const day = shortDay();
  return {
    ...day,
    replications: 1,
    metrics: day.metrics.map((one) => ({
      ...one,
      ci95: null,
      replicationMeans: [one.mean],
      percentileIntervals: { p50: null, p95: null, p99: null },
    })),
    resources: day.resources.map((one) => ({ ...one, utilization: { ...one.utilization, ci95: null } })),
    objectives: day.objectives.map((one) => ({
      ...uncounted(one),
      ci95: null,
      count: 1,
      replicationValues: [one.value],
      certainty: 'single replication',
    })),
  };
}

/** Nothing was observed, nothing was asked, nothing is known. */
export function emptyResult(): ResultDocument {
  return shortDay({
    replications: 1,
    warmupSeconds: 0,
    metrics: [],
    resources: [],
    objectives: [],
    bottleneck: null,
    stages: [],
    storage: [],
    timeline: { binSeconds: 60, startSecondsOfDay: 0, series: [] },
    warnings: [],
    engine: { events: 0, flows: 0, wallSeconds: 1.25 },
  });
}

/** Every statistic that may be null is null, and every objective is unknown. */
export function unobserved(): ResultDocument {
  const day = shortDay();
  return {
    ...day,
    bottleneck: null,
    metrics: day.metrics.map((one) => ({
      ...one,
      count: 0,
      mean: null,
      ci95: null,
      p50: null,
      p90: null,
      p95: null,
      p99: null,
      p999: null,
      max: null,
      replicationMeans: one.replicationMeans.map(() => null),
      percentileIntervals: { p50: null, p95: null, p99: null },
    })),
    resources: day.resources.map((one) => ({
      ...one,
      capacity: null,
      headroomLimit: null,
      utilization: { mean: 0, p95: 0, peak: 0, ci95: null, peakWindowSeconds: 10, saturatedSeconds: 0 },
      lostSecondsByStage: {},
    })),
    objectives: day.objectives.map((one) => ({
      ...uncounted(one),
      value: null,
      ci95: null,
      met: false,
      margin: null,
      certainty: 'unknown',
      count: 0,
      replicationValues: one.replicationValues.map(() => null),
    })),
    timeline: {
      ...day.timeline,
      series: day.timeline.series.map((one) => ({ ...one, values: one.values.map(() => 0) })),
    },
  };
}
