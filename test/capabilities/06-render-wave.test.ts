import { describe, expect, it } from 'vitest';
import { simulated } from './simulated.ts';
import { wave } from './waves.ts';

describe('6: a released wave', () => {
  it.each([
    [100, 10],
    [37, 36],
    [8, 8],
  ])('of %i frames on %i nodes leaves all but those in the queue at once', (frames, nodes) => {
    const { timeline } = simulated(wave(frames, nodes));
    const queue = timeline.series.find(({ name }) => name === 'farm.queue')!;
    const released = queue.values[Math.floor(300 / timeline.binSeconds)]!;
    expect(released).toBeCloseTo(frames - nodes, 6);
  });
});

describe('7: a delivery deadline', () => {
  it('is missed by half the nodes and met by twice as many', () => {
    const [late] = simulated(wave(200, 10)).objectives;
    const [punctual] = simulated(wave(200, 20)).objectives;
    expect(late).toMatchObject({ met: false });
    expect(late!.value).toBeGreaterThan(20 * 60);
    expect(punctual).toMatchObject({ met: true });
  });
});
