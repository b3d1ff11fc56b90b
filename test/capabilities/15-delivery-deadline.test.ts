import { describe, expect, it } from 'vitest';
import { terminalSummary } from '../../reports/terminal-summary.ts';
import { simulated } from './simulated.ts';
import { wave } from './waves.ts';

/** The wave, due so many seconds after its release. */
const dueIn = (seconds: number) =>
  simulated(wave(200, 20), ['run.replications=1', `objectives=["wave.makespan max <= ${seconds}s"]`]);

describe('15: a delivery deadline', () => {
  const took = dueIn(900).objectives[0]!.value!;

  it('is met or missed, with nothing between: one millisecond decides', () => {
    expect(dueIn(took + 0.001).objectives).toMatchObject([{ met: true }]);
    expect(dueIn(took - 0.001).objectives).toMatchObject([{ met: false }]);
  });

  it.each([0.5, 0.9, 1.25, 2, 10])(
    'has a margin, what is left of the time until it: at %s of what it takes',
    (part) => {
      const [objective] = dueIn(part * took).objectives;
      expect(objective!.margin).toBeCloseTo(1 - 1 / part, 6);
      expect(objective!.met).toBe(part >= 1);
    },
  );

  it('says both in a sentence', () => {
    const options = { color: false, width: 200, ascii: false };
    expect(terminalSummary(dueIn(2 * took), options)).toMatch(
      /HOLDS, with 50% to spare: the only objective met\./,
    );
    expect(terminalSummary(dueIn(took / 2), options)).toMatch(/100% over its limit of|2 times its limit of/);
  });
});
