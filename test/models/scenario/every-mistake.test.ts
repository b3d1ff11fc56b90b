import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mistakesIn } from './studio-text.ts';

const TEXT = `headroom: 1
name: A small studio
run: { start: "07:00", duration: 24h, replications: 3 }
storage:
  hot: { device: weka-supermicro-8n, derate: 80% }
network: { racks: 2, host: 25GbE, uplink: 100GbE, core: 400GbE, roundTrip: 200us }
compute:
  farm: { nodes: 24, gpus: 1, gpu: rtx-a6000 }
stages:
  dailies: { kind: ingest, arrivals: { at: "13:00" }, camera: arri-alexa-xt-open-gate, footage: 1h, cards: 4 }
  overnight:
    kind: render
    release: { at: "19:00", frames: 300 }
    frame:
      time: { lognormal: { median: 20min, sigma: 0.5 } }
      gpuMemory: 12GiB
      reads: { bytes: 2GiB, files: 40 }
      writes: { bytes: 180MB, files: 6 }
  review: { kind: editorial, seats: 4, gestures: 3/min, readsPerGesture: 12, bytesPerRead: 1MiB, files: 400 }
objectives:
  - review.scrub p99 <= 40ms
  - overnight.makespan max <= 12h
`;

/** Mistakes that have nothing to do with each other: a part of the text, and what it is mistaken for. */
const MISTAKES: readonly (readonly [right: string, wrong: string])[] = [
  ['headroom: 1', 'headroom: 2'],
  ['duration: 24h', 'duration: 24 hours'],
  ['replications: 3', 'replicas: 3'],
  ['start: "07:00"', 'start: 7am'],
  ['weka-supermicro-8n', 'weka'],
  ['derate: 80%', 'derate: 80'],
  ['racks: 2', 'racks: two'],
  ['host: 25GbE', 'host: 25 GBps'],
  ['roundTrip: 200us', 'roundTrip: 200'],
  ['core: 400GbE', 'core: '],
  ['nodes: 24', 'nodes: 2.5'],
  ['gpu: rtx-a6000', 'gpu: a6000'],
  ['kind: ingest', 'kind: ingset'],
  ['camera: arri-alexa-xt-open-gate', 'camera: alexa'],
  ['footage: 1h', 'footage: "1,5h"'],
  ['cards: 4', 'cards: -4'],
  ['    kind: render', '    kind: rendr'],
  ['frames: 300', 'frames: 3.5'],
  ['sigma: 0.5', 'sigma: -1'],
  ['gpuMemory: 12GiB', 'gpuMemory: lots'],
  ['files: 40 ', 'fiels: 40 '],
  ['bytes: 180MB', 'bytes: 180MB/s'],
  ['kind: editorial', 'kind: gaming'],
  ['seats: 4', 'seats: 0'],
  ['gestures: 3/min', 'gestures: 3'],
  ['bytesPerRead: 1MiB', 'bytesPerRead: 1 meg of it'],
  ['review.scrub p99', 'review.scrb p99'],
  ['makespan max', 'makespan most'],
];

function withMistakes(mistakes: readonly (readonly [string, string])[]): string {
  return mistakes.reduce((text, [right, wrong]) => text.replace(right, wrong), TEXT);
}

describe('mistakes', () => {
  it('are none in the scenario that they are made in, and each is one', () => {
    expect(mistakesIn(TEXT)).toEqual([]);
    for (const mistake of MISTAKES) {
      const found = mistakesIn(withMistakes([mistake]));
      expect([mistake[1], found.length, found]).toEqual([mistake[1], 1, found]);
    }
  });

  it('are all told in one run, however many there are', () => {
    fc.assert(
      fc.property(fc.subarray([...MISTAKES], { minLength: 2 }), (mistakes) => {
        const found = mistakesIn(withMistakes(mistakes));
        expect([found.length, found]).toEqual([mistakes.length, found]);
      }),
      { numRuns: 60 },
    );
  });
});
