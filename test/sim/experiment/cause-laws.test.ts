import * as fc from 'fast-check';
import { describe, it } from 'vitest';
import { expectRelief } from './cause-laws.ts';
import { studiosInTrouble } from './random-studios.ts';

const STUDIOS = studiosInTrouble({
  fidelity: 'flows',
  statistics: [{ kind: 'mean' }],
  durationSeconds: 12,
});

describe('relieving the cause of a missed objective', () => {
  it('makes its value smaller, in studios of chance', () => {
    fc.assert(
      fc.property(STUDIOS, (trouble) => expectRelief(trouble, 0.1)),
      { numRuns: 25 },
    );
  });
});
