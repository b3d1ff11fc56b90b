/** Valid scenarios, as many as are wanted, each another and always the same: small studios of every kind of stage, law and arrival. */

import { RandomStream } from '../../sim/kernel/stream.ts';

/** Names that languages sort differently, and that objects have of their own. */
const NAMES = [
  'zulu',
  'Ärger',
  'ångström',
  'constructor',
  'toString',
  'éditeur',
  'Ωmega',
  'i',
  'İz',
  'n10',
  'n9',
];

class Dice {
  readonly #stream: RandomStream;

  constructor(seed: string) {
    this.#stream = new RandomStream(seed);
  }

  /** A whole number of both bounds. */
  whole(from: number, to: number): number {
    return from + Math.floor(this.#stream.uniform() * (to - from + 1));
  }

  number(from: number, to: number): number {
    return Number((from + this.#stream.uniform() * (to - from)).toPrecision(4));
  }

  /** One of them, made when it is chosen. */
  of<T>(...choices: readonly (() => T)[]): T {
    return choices[this.whole(0, choices.length - 1)]!();
  }

  /** As many of them as are wanted, in an order of chance. */
  some<T>(count: number, all: readonly T[]): readonly T[] {
    const left = [...all];
    return Array.from({ length: count }, () => left.splice(this.whole(0, left.length - 1), 1)[0]!);
  }
}

/** Scenario number `number`, in YAML. */
export function randomScenario(number: number): string {
  const dice = new Dice(`scenario ${number}`);
  const fidelity = dice.of(
    () => 'flows',
    () => 'operations',
  );
  const names = dice.some(dice.whole(1, 4), NAMES);
  const stages = names.map((name) => stageOf(name, dice));
  const storages = dice.whole(1, 2);
  return [
    'headroom: 1',
    `name: Scenario ${number}`,
    `run: { start: "${dice.whole(0, 23)}:30", duration: ${dice.whole(60, 180)}s, warmup: ${dice.of(
      () => 'auto',
      () => '10s',
    )}, replications: 2, seed: ${JSON.stringify(`seed ${number}`)}, fidelity: ${fidelity} }`,
    'storage:',
    ...Array.from({ length: storages }, (_, index) => `  ${STORAGES[index]}: ${storageOf(dice)}`),
    `network: { racks: ${dice.whole(1, 4)}, host: 10GbE, uplink: ${dice.whole(1, 3)}x25GbE, core: 100GbE, roundTrip: ${dice.number(0, 500)}us }`,
    'compute:',
    `  farm: { nodes: ${dice.whole(1, 6)}, gpus: ${dice.whole(1, 2)}, gpuMemory: 48GiB }`,
    'stages:',
    ...stages.map(
      ({ name, text }) => `  ${name}: { storage: ${STORAGES[dice.whole(0, storages - 1)]}, ${text} }`,
    ),
    'objectives:',
    ...stages.map(({ name, metric }) => `  - ${name}.${metric} p95 <= ${dice.number(200, 900)}s`),
    'policies:',
    `  - storage.${STORAGES[0]} utilization p95 <= ${dice.whole(10, 90)}%`,
    '',
  ].join('\n');
}

const STORAGES = ['öl', 'nas'];

function storageOf(dice: Dice): string {
  const isolated = dice.of(
    () => 'true',
    () => 'false',
  );
  return `{ device: custom, read: ${dice.number(1, 5)}GB/s, write: ${dice.number(0.5, 3)}GB/s, readRate: ${dice.whole(10, 60)}k IOPS, writeRate: ${dice.whole(5, 30)}k IOPS, metadataRate: ${dice.whole(10, 60)}k ops/s, derate: ${dice.whole(50, 100)}%, metadataIsolated: ${isolated} }`;
}

interface StageText {
  readonly name: string;
  readonly metric: string;
  readonly text: string;
}

function stageOf(name: string, dice: Dice): StageText {
  return dice.of<StageText>(
    () => ({
      name,
      metric: 'completion',
      text: `kind: ingest, arrivals: { ${arrivalsOf(dice, 0.05)} }, cards: ${dice.whole(1, 3)}, bytesPerCard: ${lawOf(dice, 200, 'MB')}, bytesPerFile: 25MB, reader: 500MB/s, outstanding: ${dice.whole(1, 8)}`,
    }),
    () => ({
      name,
      metric: 'turnaround',
      text: `kind: render, release: { ${arrivalsOf(dice, 0.03)}, frames: ${dice.whole(1, 6)} }, priority: ${dice.whole(0, 2)}, frame: { time: ${lawOf(dice, 8, 's')}, gpuMemory: 4GiB, metadata: { getattr: ${dice.whole(0, 40)}, create: ${dice.whole(0, 4)} }, reads: { bytes: ${lawOf(dice, 40, 'MB')}, files: 8 }, writes: { bytes: ${lawOf(dice, 10, 'MB')}, files: 2 } }`,
    }),
    () => ({
      name,
      metric: 'latency',
      text: `kind: metadata, rate: { level: ${lawOf(dice, 20, '/s')}, levelEvery: 20s, burst: { erlang: { mean: 1, stages: ${dice.whole(1, 7)} } }, burstEvery: 2s }, mix: { getattr: 60%, access: 20%, read: 10%, write: 5%, rename: 5% }, readBytes: ${lawOf(dice, 16, 'kB')}, writeBytes: ${lawOf(dice, 16, 'kB')}, files: ${dice.whole(10, 1000)}, clients: ${dice.whole(1, 9)}`,
    }),
    () => ({
      name,
      metric: 'scrub',
      text: `kind: editorial, seats: ${dice.whole(1, 4)}, gestures: ${dice.whole(3, 20)}/min, readsPerGesture: { uniform: [1, ${dice.whole(2, 20)}] }, bytesPerRead: ${lawOf(dice, 300, 'kB')}, files: ${dice.whole(1, 50)}`,
    }),
  );
}

function arrivalsOf(dice: Dice, perSecond: number): string {
  const rate = dice.number(perSecond / 2, perSecond);
  return dice.of(
    () => `every: ${dice.number(0.5 / rate, 1 / rate)}s, jitter: ${dice.number(0, 3)}s`,
    () => `poisson: ${rate}/s`,
    () => `bursts: { quiet: { rate: ${rate}/s, lasts: 20s }, burst: { rate: ${4 * rate}/s, lasts: 5s } }`,
    () => `trace: [${[1, 2, 3].map((each) => `${dice.number(10 * (each - 1), 10 * each)}s`).join(', ')}]`,
  );
}

/** A law of about this mean. */
function lawOf(dice: Dice, mean: number, unit: string): string {
  const about = dice.number(0.5 * mean, 1.5 * mean);
  return dice.of(
    () => `${about}${unit}`,
    () => `{ uniform: [${0.5 * about}${unit}, ${1.5 * about}${unit}] }`,
    () => `{ exponential: { mean: ${about}${unit} } }`,
    () => `{ gamma: { mean: ${about}${unit}, shape: ${dice.number(0.5, 4)} } }`,
    () => `{ lognormal: { median: ${about}${unit}, sigma: ${dice.number(0.1, 0.9)} } }`,
    () => `{ quantiles: [[0.5, ${about}${unit}], [1, ${2 * about}${unit}]] }`,
    () =>
      `{ mixture: [{ weight: 30%, of: ${about}${unit} }, { weight: 70%, of: { exponential: { mean: ${about}${unit} } } }] }`,
  );
}
