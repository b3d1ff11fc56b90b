import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { violationOf } from './cause-laws.ts';
import { studiosInTrouble } from './random-studios.ts';

const STUDIOS = studiosInTrouble({
  fidelity: 'flows',
  statistics: [{ kind: 'mean' }],
  durationSeconds: 12,
});

describe('relieving the cause of a missed objective', () => {
  it('makes its value smaller, in studios of chance', () => {
    fc.assert(
      fc.property(STUDIOS, (trouble) => {
        expect(violationOf(trouble, 0.1)).toBeNull();
      }),
      // The same studios each time: new ones are for test/slow, where there are many.
      { numRuns: 25, seed: 7 },
    );
  });
});
