import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { violationOf } from '../sim/experiment/cause-laws.ts';
import { studiosInTrouble } from '../sim/experiment/random-studios.ts';

const MEAN = { kind: 'mean' } as const;
const P95 = { kind: 'percentile', fraction: 0.95 } as const;

describe('relieving the cause of a missed objective makes its value smaller', () => {
  it('of means, by flows', () => {
    const studios = studiosInTrouble({ fidelity: 'flows', statistics: [MEAN], durationSeconds: 12 });
    fc.assert(
      fc.property(studios, (trouble) => {
        expect(violationOf(trouble, 0.1)).toBeNull();
      }),
      { numRuns: 1500 },
    );
  });

  it('of percentiles, by flows', () => {
    const studios = studiosInTrouble({ fidelity: 'flows', statistics: [P95], durationSeconds: 120 });
    fc.assert(
      fc.property(studios, (trouble) => {
        expect(violationOf(trouble, 0.2)).toBeNull();
      }),
      { numRuns: 300 },
    );
  });

  it('by operations', () => {
    const studios = studiosInTrouble({ fidelity: 'operations', statistics: [MEAN], durationSeconds: 6 });
    fc.assert(
      fc.property(studios, (trouble) => {
        expect(violationOf(trouble, 0.1)).toBeNull();
      }),
      { numRuns: 60 },
    );
  });
});
