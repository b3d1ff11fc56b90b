/** Wrong data on the target is found, and located, and no file is published before it is whole. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readdirSync, readSync, rmSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { EditorialStage } from '../../../models/stages/editorial/definition.ts';
import type { IngestStage } from '../../../models/stages/ingest/definition.ts';
import type { RenderStage } from '../../../models/stages/render/definition.ts';
import { RandomStream } from '../../../sim/kernel/stream.ts';
import { type InProcessLoad, loadIn, loadInProcess, temporaryDirectory } from './in-process-load.ts';
import { SMALL_CHURN, SMALL_INGEST, SMALL_RENDER, SMALL_SCRUB, smallLoad } from './small-load.ts';

const FLIPS = 100;

/** One editor who reads one file whole. */
const ONE_READ: EditorialStage = {
  ...SMALL_SCRUB,
  seats: 1,
  gestures: { kind: 'scheduled', timesSeconds: [0] },
  readsPerGesture: { kind: 'constant', value: 4 },
  bytesPerRead: { kind: 'constant', value: 10_000 },
  files: 1,
};

/** Cards of one file each, read back after they were copied. */
const CARDS: IngestStage = {
  ...SMALL_INGEST,
  arrivals: { kind: 'scheduled', timesSeconds: [0] },
  cards: FLIPS,
  bytesPerCard: { kind: 'constant', value: 40_000 },
};

/** Flips one bit of a file; answers which byte it is in. */
function flipBit(file: string, stream: RandomStream): number {
  const at = Math.floor(stream.uniform() * statSync(file).size);
  const byte = new Uint8Array(1);
  const descriptor = openSync(file, 'r+');
  readSync(descriptor, byte, 0, 1, at);
  byte[0]! ^= 1 << Math.floor(stream.uniform() * 8);
  writeSync(descriptor, byte, 0, 1, at);
  closeSync(descriptor);
  return at;
}

interface Flipped {
  readonly file: string;
  readonly atByte: number;
}

/** That each of the flips was found, where it is, and nothing else. */
function expectFound({ checked }: InProcessLoad, flips: readonly Flipped[]): void {
  const found = new Map(checked.flatMap((each) => each.found).map((region) => [region.file, region]));
  expect([...found.keys()].toSorted()).toEqual(flips.map(({ file }) => file).toSorted());
  for (const { file, atByte } of flips) {
    expect(found.get(file)).toMatchObject({ bytes: 1, offsetBytes: atByte, finding: 'corrupt' });
  }
}

describe(`a flipped bit is found and located, ${FLIPS} of ${FLIPS}`, () => {
  test('in files that were there before', async () => {
    const stream = new RandomStream('flips');
    const reads = { ...SMALL_CHURN, mix: { read: 1 }, files: 150 };
    let flips: Flipped[] = [];
    const load = await loadInProcess(smallLoad([reads], 2), {
      workers: 4,
      speed: 2,
      onPrepared: (root) => {
        const files = readdirSync(path.join(root, 'pipeline')).map((name) => `pipeline/${name}`);
        flips = files.map((file) => ({ file, atByte: flipBit(path.join(root, file), stream) }));
      },
    });
    expect(flips.length).toBeGreaterThanOrEqual(FLIPS);
    expectFound(load, flips);
  });

  test('in files that the load itself wrote', async () => {
    const stream = new RandomStream('later flips');
    const flips: Flipped[] = [];
    let root = '';
    const load = await loadInProcess(smallLoad([CARDS], 0.01), {
      onPrepared: (made) => {
        root = made;
      },
      permit: ({ kind, file }) => {
        // The first operation of the reading back.
        if (kind === 'lookup') flips.push({ file, atByte: flipBit(path.join(root, `${file}.v1`), stream) });
        return true;
      },
    });
    expect(flips).toHaveLength(FLIPS);
    expectFound(load, flips);
  });
});

describe('what was written is read', () => {
  test('also where one file is written, replaced and read by many at once', async () => {
    const mix = { read: 0.5, write: 0.3, create: 0.1, remove: 0.05, rename: 0.05 };
    const churn = { ...SMALL_CHURN, mix, files: 8 };
    const { checked, record, issued } = await loadInProcess(smallLoad([churn], 3), { workers: 2, speed: 2 });
    expect(checked.flatMap(({ found }) => found)).toEqual([]);
    const reads = issued.filter(({ operation }) => operation.kind === 'read').length;
    expect(checked.reduce((sum, each) => sum + each.reads, 0)).toBe(reads);
    expect(record.tallies.map(({ failed }) => failed)).toEqual(record.tallies.map(() => ({})));
  });

  test('a file that lost its end is missing it', async () => {
    const load = await loadInProcess(smallLoad([ONE_READ], 0.01), {
      onPrepared: (root) => {
        const file = path.join(root, 'review/proxies/000000');
        rmSync(file);
        closeSync(openSync(file, 'w'));
      },
    });
    const { found, regions } = load.checked[0]!;
    expect(regions).toBe(4);
    expect(found.every(({ finding }) => finding === 'missing')).toBe(true);
  });
});

describe('publishing', () => {
  /** Another program, which looks for published files all the time and reads each as soon as it sees it. */
  async function watching(
    root: string,
    perform: () => Promise<void>,
  ): Promise<{ seen: string[]; wrong: string[] }> {
    const watcher = spawn(
      process.execPath,
      [path.join(import.meta.dirname, 'published-watcher.ts'), path.join(root, 'run'), 'in process'],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    );
    try {
      await once(watcher.stdout, 'data');
      await perform();
      let report = '';
      watcher.stdout.on('data', (data) => {
        report += String(data);
      });
      watcher.stdin.end();
      await once(watcher, 'close');
      return JSON.parse(report) as { seen: string[]; wrong: string[] };
    } finally {
      watcher.kill('SIGKILL');
    }
  }

  test('happens in one step: nobody ever sees a published file that is not whole', async () => {
    const frames: RenderStage = {
      ...SMALL_RENDER,
      release: { kind: 'scheduled', timesSeconds: [0] },
      framesPerWave: 40,
      computeSeconds: { kind: 'exponential', mean: 0.1 },
      // One write for each file: they are of the same size.
      writes: { storage: 'hot', bytes: { kind: 'constant', value: 2 * 2 ** 20 }, files: 2 },
    };
    const root = temporaryDirectory();
    try {
      const { seen, wrong } = await watching(root, async () => {
        await loadIn(root, smallLoad([frames], 2), { workers: 2 });
      });
      expect(wrong).toEqual([]);
      expect(seen).toHaveLength(40 * 2);
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});
