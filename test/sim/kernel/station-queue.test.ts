import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Simulation } from '../../../sim/kernel/simulation.ts';
import { Station } from '../../../sim/kernel/station.ts';
import type { StationQueue } from '../../../sim/kernel/station-queue.ts';
import { FirstComeQueue } from '../../../sim/kernel/station-queue-first-come.ts';
import { RankedQueue } from '../../../sim/kernel/station-queue-ranked.ts';
import { Request } from '../../../sim/kernel/station-request.ts';

interface Order {
  readonly queue: () => StationQueue;
  readonly before: (a: Request, b: Request) => number;
}

const ORDERS: Readonly<Record<string, Order>> = {
  'first come': { queue: () => new FirstComeQueue(), before: (a, b) => a.sequence - b.sequence },
  'lowest rank, earliest': {
    queue: () => new RankedQueue(1),
    before: (a, b) => a.rank - b.rank || a.sequence - b.sequence,
  },
  'highest rank, latest': {
    queue: () => new RankedQueue(-1),
    before: (a, b) => b.rank - a.rank || b.sequence - a.sequence,
  },
};

// Mostly additions, so that the queue outgrows what it begins with; then those that leave, from the head or from anywhere.
const step = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('add' as const), rank: fc.integer({ min: -2, max: 2 }) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('serve' as const), rank: fc.constant(0) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('leave' as const), rank: fc.nat(999) }) },
);

describe.each(Object.entries(ORDERS))('a queue of the order %s', (_, { queue: empty, before }) => {
  it('always has at its head what a sorted list has, whoever comes and leaves', () => {
    const station = new Station(new Simulation());
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const queue = empty();
        const sorted: Request[] = [];
        for (const [sequence, { kind, rank }] of steps.entries()) {
          if (kind === 'add') {
            const request = new Request(station, 1, null, null);
            request.rank = rank;
            request.sequence = sequence;
            queue.add(request);
            sorted.push(request);
            sorted.sort(before);
          } else if (sorted.length > 0) {
            const [leaving] = sorted.splice(kind === 'serve' ? 0 : rank % sorted.length, 1);
            queue.remove(leaving!);
          }
          expect(queue.length).toBe(sorted.length);
          expect(queue.first).toBe(sorted[0]);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('gives out five thousand that came before the first left', () => {
    const station = new Station(new Simulation());
    const queue = empty();
    const requests = Array.from({ length: 5000 }, (__, sequence) => {
      const request = new Request(station, 1, null, null);
      request.rank = (sequence * 7919) % 13;
      request.sequence = sequence;
      queue.add(request);
      return request;
    });
    const served: number[] = [];
    for (let first = queue.first; first !== undefined; first = queue.first) {
      served.push(first.sequence);
      queue.remove(first);
    }
    expect(served).toEqual(requests.toSorted(before).map(({ sequence }) => sequence));
  });
});
