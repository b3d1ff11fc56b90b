import { describe, expect, it } from 'vitest';
import type { PairedDifference } from '../../../models/comparison.ts';
import type { Overrun } from '../../../models/overrun.ts';
import type { ObjectiveResult, ResultDocument } from '../../../models/result.ts';
import { withheldDifference } from '../../../sim/experiment/withheld.ts';
import { featureDay } from '../../reports/feature-day.ts';

const DAY = featureDay();
const [STAGE, OTHER] = DAY.stages;
const { overrun: _, steadiness: __, ...WITHIN } = DAY;

/** The same day with work of some stages going on after the window. */
function withOverrun(overrun: Partial<Overrun>): ResultDocument {
  const windowSeconds = DAY.scenario.durationSeconds;
  return {
    ...WITHIN,
    overrun: {
      windowSeconds,
      untilSeconds: windowSeconds + 7200,
      stages: [{ name: STAGE!.name, unfinished: STAGE!.arrived / 2, untilSeconds: windowSeconds + 7200 }],
      stopped: [OTHER!.name],
      ...overrun,
    },
  };
}

const DIFFERENCE = {
  candidate: 'other',
  kind: 'metric',
  basis: 'paired',
  unit: 'seconds',
  baseline: 2,
  value: 1,
  difference: -1,
  ci95: [-1.1, -0.9],
} as const;

const lower = (subject: string): PairedDifference => ({ ...DIFFERENCE, subject, verdict: 'lower' });
const higher = (subject: string): PairedDifference => ({ ...DIFFERENCE, subject, verdict: 'higher' });

function reasonOf(
  difference: PairedDifference,
  baseline: ResultDocument,
  other: ResultDocument,
): string | undefined {
  const judged = withheldDifference(
    difference,
    { name: 'baseline', result: baseline },
    { name: 'other', result: other },
  );
  expect(judged.verdict).toBe(judged.withheld === undefined ? difference.verdict : 'withheld');
  return judged.withheld;
}

const OF_STOPPED = `${OTHER!.name}.latency p99`;
const OF_ELSE = `${STAGE!.name}.turnaround mean`;

describe('a difference', () => {
  it('is said where nothing outlives the window', () => {
    expect(reasonOf(lower(OF_STOPPED), WITHIN, WITHIN)).toBeUndefined();
  });

  it('of a stage that had stopped is withheld, whatever it says', () => {
    const reason = `work of ${STAGE!.name} went on for 2h in other after this stage had stopped`;
    expect(reasonOf(lower(OF_STOPPED), WITHIN, withOverrun({}))).toBe(reason);
    expect(reasonOf(higher(OF_STOPPED), WITHIN, withOverrun({}))).toBe(reason);
  });

  it('of anything else is withheld where it favours the result with more of such work', () => {
    const reason = (name: string) =>
      `work of ${STAGE!.name} went on for 2h in ${name} after other stages had stopped`;
    expect(reasonOf(lower(OF_ELSE), WITHIN, withOverrun({}))).toBe(reason('other'));
    expect(reasonOf(higher(OF_ELSE), WITHIN, withOverrun({}))).toBeUndefined();
    expect(reasonOf(higher(OF_ELSE), withOverrun({}), WITHIN)).toBe(reason('baseline'));
    expect(reasonOf(lower(OF_ELSE), withOverrun({}), WITHIN)).toBeUndefined();
  });

  it('on an objective from below favours what is higher', () => {
    const atLeast: ObjectiveResult = {
      ...DAY.objectives[0]!,
      metric: 'compute.farm utilization',
      statistic: 'mean',
      comparison: '>=',
      kind: 'policy',
    };
    const subject = 'compute.farm utilization mean';
    const asked = { ...WITHIN, objectives: [atLeast] };
    const on = (difference: PairedDifference): PairedDifference => ({ ...difference, kind: 'policy' });
    expect(reasonOf(on(higher(subject)), asked, withOverrun({}))).toContain('after other stages had stopped');
    expect(reasonOf(on(lower(subject)), asked, withOverrun({}))).toBeUndefined();
    expect(reasonOf(on(lower(subject)), withOverrun({}), asked)).toBeUndefined();
    expect(
      reasonOf(on(higher(subject)), { ...withOverrun({}), objectives: [atLeast] }, WITHIN),
    ).toBeUndefined();
    expect(reasonOf(on(lower(subject)), { ...withOverrun({}), objectives: [atLeast] }, WITHIN)).toContain(
      'after other stages had stopped',
    );
  });

  it('names all that went on, and says where it had no end', () => {
    const names = DAY.stages.map(({ name }) => name);
    const stages = names.map((name) => ({ name, unfinished: 1e6, untilSeconds: null }));
    const reason = reasonOf(lower(OF_ELSE), WITHIN, withOverrun({ stages, untilSeconds: null }));
    expect(reason).toBe(
      `work of ${names.slice(0, -1).join(', ')} and ${names.at(-1)} went on without an end in other after other stages had stopped`,
    );
  });

  it('is said where the same work outlives both, or what nobody missed', () => {
    expect(reasonOf(lower(OF_STOPPED), withOverrun({}), withOverrun({}))).toBeUndefined();
    expect(reasonOf(lower(OF_STOPPED), WITHIN, withOverrun({ stopped: [] }))).toBeUndefined();
  });

  it('is withheld where as long an overrun is of more work', () => {
    const stages = [{ name: STAGE!.name, unfinished: 0.9 * STAGE!.arrived, untilSeconds: null }];
    expect(reasonOf(lower(OF_STOPPED), withOverrun({}), withOverrun({ stages }))).toContain(
      'after this stage had stopped',
    );
  });

  it('of a stage whose backlog grows from day to day is withheld', () => {
    const growing: ResultDocument = {
      ...WITHIN,
      steadiness: {
        kind: 'unstable',
        daySeconds: 86_400,
        days: 4,
        changing: [],
        backlogs: [
          { stage: STAGE!.name, unfinished: [1, 2, 3, 4], growthPerDay: 1, ci95: null, growing: true },
        ],
      },
    };
    const reason = `the backlog of ${STAGE!.name} grows from day to day in other, so it has no steady value there`;
    expect(reasonOf(lower(OF_ELSE), WITHIN, growing)).toBe(reason);
    expect(reasonOf(lower(OF_STOPPED), WITHIN, growing)).toBeUndefined();
  });
});
