import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { Drills } from '../../../loadgen/run/drills.ts';
import type { Drill, Outage } from '../../../models/load-section.ts';

function outage(firstFailureSeconds: number, recoveredSeconds: number | null): Outage {
  return {
    firstFailureSeconds,
    detectedSeconds: firstFailureSeconds + 0.2,
    recoveredSeconds,
    failed: 0,
    retried: 3,
  };
}

/** Runs one command at a time of the load, and says what it makes of the outages. */
async function drillAt(atSeconds: number, outages: readonly Outage[]): Promise<Drill> {
  const drills = new Drills([{ atSeconds, command: 'true' }], () => atSeconds);
  drills.arm();
  let commands = drills.commands(outages);
  for (; commands.length === 0; commands = drills.commands(outages)) await sleep(1);
  drills.disarm();
  return commands[0]!;
}

describe('a drill', () => {
  test('has the first outage that began after it was started', async () => {
    const first = outage(12, 14);
    const drill = await drillAt(10, [outage(3, 5), first, outage(20, 22)]);
    expect(drill).toMatchObject({ startedSeconds: 10, outage: first, outageBefore: null });
  });

  test.each([
    ['that ended during the load', 11],
    ['that had not ended with the load', null],
  ])(
    'that is started in an outage %s has it as the one before, and none of its own',
    async (_, recovered) => {
      const open = outage(8, recovered);
      const drill = await drillAt(10, [open]);
      expect(drill).toMatchObject({ outage: null, outageBefore: open });
    },
  );

  test('that is started in an outage and makes another has both', async () => {
    const open = outage(8, 10.5);
    const own = outage(13, 15);
    const drill = await drillAt(10, [open, own]);
    expect(drill).toMatchObject({ outage: own, outageBefore: open });
  });

  test('has nothing to do with what was over when it was started', async () => {
    const drill = await drillAt(10, [outage(8, 9.9)]);
    expect(drill).toMatchObject({ outage: null, outageBefore: null });
  });
});
