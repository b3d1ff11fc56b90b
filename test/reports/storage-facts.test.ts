import { describe, expect, test } from 'vitest';
import { leftOutSentence, separateLimitSentence, transferSentences } from '../../reports/storage-facts.ts';
import { storageSummary } from '../../sim/experiment/storage-summary.ts';
import { studioOf, studioText } from '../models/scenario/studio-text.ts';

const STATED =
  'device: custom, read: 1.6GB/s, write: 1GB/s, readRate: 100k IOPS, writeRate: 50k IOPS, metadataRate: 60k IOPS';

function said(storage: string) {
  const { storage: systems, defaults = [] } = studioOf(studioText({ storage: `hot: { ${storage} }` }));
  const system = storageSummary(systems[0]!);
  return {
    transfers: transferSentences(system),
    leftOut: leftOutSentence(system, defaults),
    separate: separateLimitSentence(system),
  };
}

describe('how rate and bandwidth act together', () => {
  test('is said of reads and of writes, with what to do where both limits are stated', () => {
    const { transfers, separate } = said(STATED);
    expect(transfers).toEqual([
      'hot serves reads of 16 kB, and nothing else, at up to 50k ops/s, 800 MB/s: half of the rate and half of the bandwidth counted on, which weigh the same at this size. If both were measured together, state their operation size as "readSize".',
      'hot serves writes of 20 kB, and nothing else, at up to 25k ops/s, 500 MB/s: half of the rate and half of the bandwidth counted on, which weigh the same at this size. If both were measured together, state their operation size as "writeSize".',
    ]);
    expect(separate).toBe(
      'Rate and bandwidth of hot are taken for separate limits: half of both is reached in reads of 16 kB and in writes of 20 kB. If they are one peak, state "readSize" and "writeSize".',
    );
  });

  test('is of what is counted on: derated', () => {
    const [reads] = said(`${STATED}, derate: 50%`).transfers;
    expect(reads).toMatch(
      /^hot serves reads of 16 kB, and nothing else, at up to 25k ops\/s, 400 MB\/s: half/,
    );
  });

  test('is the stated peak where its operation size is stated, derated like all else', () => {
    const { transfers, separate } = said(`${STATED}, readSize: 8kB, derate: 50%`);
    expect(transfers[0]).toBe(
      'hot serves reads of 8 kB, and nothing else, at up to 50k ops/s, 400 MB/s: "readRate" is stated for this size.',
    );
    expect(separate).toBe(
      'Rate and bandwidth of hot are taken for separate limits: half of both is reached in writes of 20 kB. If they are one peak, state "writeSize".',
    );
  });

  test('has no advice on limits that the scenario does not state itself', () => {
    const { transfers, separate } = said('device: weka-supermicro-8n, readRate: 1M IOPS');
    expect(transfers.join()).not.toContain('state');
    expect(separate).toBeNull();
  });
});

test('what is left to defaults is in one sentence, but size and derating, which have their own', () => {
  expect(said(STATED).leftOut).toBe(
    'Not stated for hot: metadataIsolated false, idleResponse 300 us, beyondPeak 0%, readSize 0B, writeSize 0B.',
  );
  const all = `${STATED}, readSize: 8kB, writeSize: 8kB, idleResponse: 1ms, metadataIsolated: true, beyondPeak: 0%`;
  expect(said(all).leftOut).toBeNull();
});
