import { describe, expect, it } from 'vitest';
import { resultSchema } from '../../../models/result-schema.ts';
import { faultsCsv } from '../../../reports/csv.ts';
import { simulationReport } from '../../../reports/html/simulation-report.ts';
import { terminalSummary } from '../../../reports/terminal-summary.ts';
import { ARRAY, metric, NETWORK, simulated } from '../../capabilities/simulated.ts';

function studio(faults: string, more = ''): string {
  return `
headroom: 1
name: A studio in which something fails
run: { start: "23:50", duration: 1h, warmup: 0s, replications: 2, seed: faults }
storage: { ${ARRAY} }
${NETWORK}
compute: { farm: { nodes: 2, gpuMemory: 8GiB } }
stages:
  wave: { kind: render, release: { at: "23:50", frames: 4 }, frame: { time: 20min, gpuMemory: 1GiB, reads: { bytes: 10kB, files: 1 }, writes: { bytes: 10kB, files: 1 }, verify: false } }
${faults}
${more}
objectives:
  - wave.makespan max <= 30min
`;
}

const NODE = 'faults: { dead: { at: "day 2 00:05", fail: "compute.farm.node[1]", repair: 10min } }';
const FARM = 'faults: { power: { at: 10min, fail: compute.farm, repair: 1h } }';
const CORE = 'faults: { cut: { at: 10min, fail: network.core, repair: 1h } }';

const summaryOf = (yaml: string) =>
  terminalSummary(simulated(yaml), { width: 400, color: false }).replaceAll(/\s+/g, ' ');

describe('the result of a run with faults', () => {
  it('says what happened, when, until when, and what became of the jobs', () => {
    const result = simulated(studio(NODE));
    expect(result.faults).toEqual([
      {
        name: 'dead',
        kind: 'node',
        target: 'compute.farm.node[1]',
        effect: 'fails',
        atSeconds: 900,
        repairedAtSeconds: 1500,
        killed: 1,
        retried: 1,
        lost: 0,
      },
    ]);
    expect(resultSchema.parse(structuredClone(result))).toEqual(result);
    expect(summaryOf(studio(NODE))).toContain(
      'dead: compute.farm.node[1] fails at 00:05 on day 2, 15min into the run, repaired after 10min; it killed 1 job, 1 tried again.',
    );
    expect(simulationReport(result, { command: 'headroom simulate x.yaml' })).toContain('<h2 id="faults">');
    expect(faultsCsv(result).split('\n')[1]).toBe('dead,node,compute.farm.node[1],fails,900,1500,1,1,0');
  });

  it('has none of it without faults', () => {
    const result = simulated(studio(''));
    expect(result.faults).toBeUndefined();
    expect(JSON.stringify(result)).not.toMatch(/outage|downSeconds|attempts/);
    expect(simulationReport(result, { command: 'headroom simulate x.yaml' })).not.toContain('id="faults"');
  });

  it('has for how long a resource was down, and its use by the capacity that there was', () => {
    const result = simulated(studio(FARM));
    const farm = result.resources.find(({ name }) => name === 'compute.farm');
    expect(farm?.downSeconds).toBeCloseTo(3600, 6);
    // Busy for the 10 min of the first hour in which it was up.
    expect(farm?.utilization.mean).toBeCloseTo(1, 6);
  });

  it('counts lost work apart from unfinished work, and says why there is no makespan', () => {
    const result = simulated(studio(NODE, 'scheduling: { attempts: 1 }'));
    expect(result.stages[0]).toMatchObject({ arrived: 4, finished: 3, lost: 1 });
    expect(result.overrun?.stages ?? []).toEqual([]);
    expect(result.warnings.map(({ code }) => code)).toEqual(['lost-work']);
    expect(metric(result, 'wave.makespan').count).toBe(0);
    expect(result.objectives[0]).toMatchObject({ met: false });
    expect(result.objectives[0]?.cause?.why).toBe(
      '1 of 4 frames were lost, killed in their last attempt by “dead”; work that waits for all of them has no end.',
    );
  });

  it('says that what was never repaired is why nothing came to an end', () => {
    const result = simulated(studio(CORE.replace('1h', 'never')));
    expect(result.objectives[0]?.cause?.why).toContain('network.core fails and is not repaired');
    expect(result.faults?.[0]).toMatchObject({ repairedAtSeconds: null });
    expect(summaryOf(studio(CORE.replace('1h', 'never')))).toContain(
      'not repaired before the last work ended',
    );
  });
});

describe.each(['flows', 'operations'])(
  'the cause of a time in which something was down, as %s',
  (fidelity) => {
    const causeOf = (yaml: string) => {
      const { value, cause } = simulated(yaml, [`run.fidelity=${fidelity}`]).objectives[0]!;
      if (cause === undefined || cause.kind === 'load') throw new Error('no cause of a time');
      return { value: value!, cause, parts: cause.parts };
    };

    it('is the outage, and its parts add up to the time', () => {
      for (const yaml of [studio(FARM), studio(NODE), studio(CORE).replace('frames: 4', 'frames: 2')]) {
        const { value, parts } = causeOf(yaml);
        expect(parts.reduce((sum, { seconds }) => sum + seconds, 0) / value).toBeCloseTo(1, 6);
        expect(parts.some(({ kind }) => kind === 'outage')).toBe(true);
      }
    });

    it('has the time that a farm was down, and what had to be done again', () => {
      // Down for an hour after 10 min of work, all of which is lost; then two rounds of 20 min.
      const { cause } = causeOf(studio(FARM));
      expect(cause).toMatchObject({ kind: 'outage', resource: 'compute.farm' });
      expect(cause.seconds / 4200).toBeCloseTo(1, 2);
      expect(cause.why).toContain('is lost to outages of compute.farm or of its nodes');
    });

    it('has the time that a batch stood still for a link', () => {
      // One round of frames ends at 20 min and writes at 70 min; the other then needs 20 min more.
      const { value, parts } = causeOf(studio(CORE).replace('frames: 4', 'frames: 2'));
      expect(value / 4200).toBeCloseTo(1, 3);
      const outage = parts.find(({ kind }) => kind === 'outage');
      expect(outage).toMatchObject({ resource: 'network.core' });
      expect(outage!.seconds / 3000).toBeCloseTo(1, 2);
    });
  },
);
