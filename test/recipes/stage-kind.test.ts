/** The recipe for a stage kind in ARCHITECTURE.md, followed from outside: a kind of its own, and one call that registers it. */

import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { planLoad } from '../../loadgen/plan/load-plan.ts';
import { loadResult } from '../../loadgen/result/load-result.ts';
import { resultSchema } from '../../models/result-schema.ts';
import { scaleStudio } from '../../models/scale-studio.ts';
import { loadScenario } from '../../models/scenario/load.ts';
import { scenarioJsonSchema } from '../../models/scenario/schema.ts';
import { registerStageKind, stageKinds } from '../../models/stages/stage-kinds.ts';
import { TRANSFER_BYTES } from '../../models/stages/transfer-size.ts';
import type { Fidelity, Studio } from '../../models/studio.ts';
import { simulationReport } from '../../reports/html/simulation-report.ts';
import { overrunSentences } from '../../reports/overrun-text.ts';
import { ARRAY, metric, NETWORK, simulated } from '../capabilities/simulated.ts';
import { loadRun } from '../loadgen/result/load-run.ts';
import { loadInProcess } from '../loadgen/runtime/in-process-load.ts';
import { simulatedOperations } from '../models/stages/simulated-operations.ts';
import { estimatedOverReal } from '../sim/cost/estimated-events.ts';
import { BACKUP_KIND } from './backup-stage.ts';

/** A backup of 40 MB every 20 s, of which six begin within two minutes. */
const STAGE = 'nightly: { kind: backup, begins: { every: 20s }, bytes: 40MB, files: 10 }';
const BYTES = 40e6;
const BACKUPS = 6;

function scenario(stage = STAGE, objective = 'nightly.duration p95 <= 1s'): string {
  return `
headroom: 1
name: A studio that keeps copies
run: { duration: 2min, warmup: 0s, replications: 2, seed: copies }
storage: { ${ARRAY} }
${NETWORK}
stages:
  ${stage}
objectives:
  - ${objective}
`;
}

function loaded(yaml: string, sets: readonly string[] = []) {
  return loadScenario('copies.yaml', (path) => ({ kind: 'text', path, text: yaml }), { sets });
}

function studioOf(yaml: string, sets: readonly string[] = []): Studio {
  const { diagnostics, ...found } = loaded(yaml, sets);
  if (found.kind === 'invalid') throw new Error(diagnostics.map(({ message }) => message).join());
  return found.studio;
}

const messagesOf = (yaml: string) =>
  loaded(yaml).diagnostics.map(({ message, help }) => `${message}; ${help}`);

function operationsOf(issued: ReturnType<typeof simulatedOperations>): readonly string[] {
  return issued
    .map(({ operation: { kind, file, offsetBytes, bytes } }) => `${kind} ${file} ${offsetBytes} ${bytes}`)
    .toSorted();
}

test('without the call, scenarios, their schema and everything else know nothing of the kind', () => {
  expect(stageKinds().map(({ name }) => name)).toEqual(['ingest', 'render', 'metadata', 'editorial']);
  expect(messagesOf(scenario())[0]).toMatch(/"backup".*ingest, render, metadata/);
  expect(JSON.stringify(scenarioJsonSchema())).not.toContain('backup');
});

describe('a stage kind from outside, registered by one call,', () => {
  let withdraw: () => void;
  beforeAll(() => {
    withdraw = registerStageKind(BACKUP_KIND);
  });
  afterAll(() => withdraw());

  it('is registered once', () => {
    expect(() => registerStageKind(BACKUP_KIND)).toThrow('there already is a stage kind "backup"');
  });

  it('is part of the language: its keys are parsed, and mistakes in them are told', () => {
    expect(studioOf(scenario()).stages).toMatchObject([
      { kind: 'backup', name: 'nightly', storage: 'hot', bytes: { value: BYTES }, files: 10, outstanding: 4 },
    ]);
    expect(messagesOf(scenario(STAGE.replace('files: 10', 'file: 10')))[0]).toMatch(/"file".*files/);
    expect(messagesOf(scenario(STAGE, 'nightly.makespan p95 <= 1s'))[0]).toMatch(
      /"makespan".*duration, collect/,
    );
    expect(messagesOf(scenario(STAGE, 'nightly.duration p95 <= 150ms'))[0]).toContain(
      'reading the data alone takes 200 ms',
    );
  });

  it('is in the schema for editors, with the description of every key', () => {
    const schema = JSON.stringify(scenarioJsonSchema());
    expect(schema).toContain('"const":"backup"');
    for (const description of ['when a backup begins', 'data of one backup', 'requests that a backup keeps'])
      expect(schema).toContain(description);
  });

  describe.each<Fidelity>(['flows', 'operations'])('simulated as %s', (fidelity) => {
    const sets = [`run.fidelity=${fidelity}`];

    it('does its work, and its own metric is measured and judged', () => {
      const result = resultSchema.parse(simulated(scenario(), sets));
      expect(result.stages).toMatchObject([
        {
          kind: 'backup',
          arrived: BACKUPS,
          finished: BACKUPS,
          bytesRead: BACKUPS * BYTES,
          bytesWritten: BACKUPS * BYTES,
        },
      ]);
      const duration = metric(result, 'nightly.duration');
      expect(duration).toMatchObject({ count: 2 * BACKUPS, unit: 'seconds' });
      // Its computer moves 200 MB/s, once to read and once to write, and nothing else holds it up.
      expect(duration.mean).toBeCloseTo((2 * BYTES) / 200e6, 1);
      expect(metric(result, 'nightly.collect').count).toBe(2 * BACKUPS * Math.ceil(BYTES / TRANSFER_BYTES));
      expect(result.objectives).toMatchObject([
        { metric: 'nightly.duration', met: true, value: duration.p95 },
      ]);
    });

    it('misses an objective for a cause that is told with the figures of its traits', () => {
      const [objective] = simulated(scenario(STAGE, 'nightly.duration mean <= 300ms'), sets).objectives;
      expect(objective).toMatchObject({ met: false, cause: { resource: 'nightly.reader' } });
      expect(objective?.cause?.why).toContain("is set by the client's own device, which reads 200 MB/s");
    });

    it('costs what is estimated, within a factor of two', () => {
      const ratio = estimatedOverReal(studioOf(scenario(), sets), 2);
      expect(ratio).toBeGreaterThan(0.5);
      expect(ratio).toBeLessThan(2);
    });
  });

  it('is reported in its own words', () => {
    const late = STAGE.replace('every: 20s', 'at: "00:01:59"').replace('40MB', '40GB');
    const result = simulated(scenario(late, 'nightly.duration p95 <= 10min'));
    expect(overrunSentences(result).join()).toContain('1 backup of nightly');
    const report = simulationReport(result, { command: 'headroom simulate copies.yaml' });
    expect(report).toContain('from the beginning of a backup to its end');
  });

  it('is scaled by its own actors', () => {
    expect(scaleStudio(studioOf(scenario()), 2.5).stages).toMatchObject([{ kind: 'backup', files: 25 }]);
  });

  describe('as a load on a real target', () => {
    const yaml = scenario(STAGE.replace('40MB', '2MB'));

    it('is planned and issued as it is simulated', async () => {
      const studio = studioOf(yaml);
      const issued = simulatedOperations(studio);
      const load = await loadInProcess(studio, { workers: 2, speed: 100 });
      expect(operationsOf(load.issued)).toEqual(operationsOf(issued));
      expect(await planLoad(studio, 60)).toMatchObject({
        operations: issued.length,
        readBytes: BACKUPS * 2e6,
        writeBytes: BACKUPS * 2e6,
        stages: [{ stage: 'nightly', operations: issued.length }],
      });
    });

    it('has its own figures in the result document', () => {
      const work = [{ stage: 'nightly', arrived: BACKUPS, finished: 5 }];
      const outcome = loadRun({ elapsedSeconds: 120, work, tallies: [], seconds: [], observations: [] });
      const scenarioOf = { file: 'copies.yaml', sha256: '', variant: null, overrides: [] };
      const tool = { name: 'headroom', version: '0.0.0', node: 'v24' } as const;
      const result = loadResult(studioOf(yaml), outcome, { tool, scenario: scenarioOf });
      expect(resultSchema.parse(result).load?.studioTerms).toEqual([
        { stage: 'nightly', name: 'backups', unit: 'count', value: 150, meaning: 'per hour, 5 in all' },
      ]);
    });
  });
});
