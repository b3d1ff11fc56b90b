/** The recipe for a target protocol in ARCHITECTURE.md, followed from outside: a protocol of its own, and one call that registers it. */

import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { locationOf } from '../../cli/target-options.ts';
import { planLoad } from '../../loadgen/plan/load-plan.ts';
import { loadResult } from '../../loadgen/result/load-result.ts';
import type { LoadOutcome } from '../../loadgen/run/load-outcome.ts';
import { LoadSafety } from '../../loadgen/run/load-safety.ts';
import { type Cleaning, type Contact, contact, runInSandbox } from '../../loadgen/run/run-in-sandbox.ts';
import { cleanTarget } from '../../loadgen/safety/clean-target.ts';
import { inspectTarget } from '../../loadgen/safety/inspect-target.ts';
import { MARKER_NAME } from '../../loadgen/safety/marker.ts';
import { openTarget, protocolOf, protocols, registerProtocol } from '../../loadgen/targets/protocols.ts';
import type { TargetLocation } from '../../loadgen/targets/target-location.ts';
import { resultSchema } from '../../models/result-schema.ts';
import { loadReport } from '../../reports/html/load-report.ts';
import { terminalSummary } from '../../reports/terminal-summary.ts';
import { totalsOf } from '../loadgen/run/performed-load.ts';
import { SMALL_CHURN, smallLoad } from '../loadgen/runtime/small-load.ts';
import { CONSENTS } from '../loadgen/safety/sandboxes.ts';
import memory from './memory-protocol.ts';
import { MemoryStore, serveStore } from './memory-store.ts';

/** A second of all kinds of operations, on few files. */
const STUDIO = smallLoad([{ ...SMALL_CHURN, files: 20 }], 1);
const DRAIN_SECONDS = 20;
const UNLIMITED = { bytesMax: Number.POSITIVE_INFINITY, operationsMax: Number.POSITIVE_INFINITY };
const LIMITS = {
  budget: UNLIMITED,
  floor: { freeBytesMin: 0, freeFractionMin: 0, freeFilesMin: 0 },
  victimSecondsP99: null,
  victim: null,
};
const TOOL = { name: 'headroom', version: '0.0.0', node: 'v24' } as const;

/** The location of a URL as the program makes it from its command line. */
function located(target: string): TargetLocation {
  const flags = { direct: false, 'no-fsync': false, 'allow-network': false, 'allow-system-device': false };
  return locationOf({ ...flags, target, connections: undefined, credentials: undefined, profile: undefined });
}

/** Performs the load with threads of its own, as `headroom loadgen` does, and takes its files away again. */
async function performed(location: TargetLocation, threads: number) {
  const plan = await planLoad(STUDIO, DRAIN_SECONDS);
  const settings = { studio: STUDIO, verify: true, speed: 1, retrySeconds: 5, drainSeconds: DRAIN_SECONDS };
  const events = {
    onPreparing: () => undefined,
    onPrepared: () => undefined,
    onStart: () => undefined,
    onSecond: () => undefined,
  };
  const safety = await LoadSafety.open(location, LIMITS);
  const load = { plan, safety, threads, scale: 1, drills: [], allowedLatenessSeconds: 1, settings };
  const sandboxed = { location, consents: CONSENTS, seed: 'copies', keepFiles: false, onCleaning: () => {} };
  const { result: outcome, cleaning } = await runInSandbox(sandboxed, async (sandbox) => {
    try {
      return await sandbox.load(load, events, new AbortController().signal);
    } finally {
      await safety.close();
    }
  });
  return { plan, outcome, cleaning };
}

test('without the call, its URLs are refused, and what a target may be is told', () => {
  expect(protocols().map(({ name }) => name)).toEqual(['posix', 'nfs', 's3']);
  expect(() => located('memory://127.0.0.1:1')).toThrow(/memory:\/\/: it is a directory, nfs:/);
});

describe('a target protocol from outside, registered by one call,', () => {
  const store = new MemoryStore();
  let withdraw: () => void;
  let server: Awaited<ReturnType<typeof serveStore>>;
  let location: TargetLocation;
  let seen: Contact;
  let run: {
    readonly outcome: LoadOutcome;
    readonly cleaning: Cleaning;
    readonly plan: { operations: number };
  };

  beforeAll(async () => {
    withdraw = registerProtocol(memory);
    server = await serveStore(store);
    location = located(`memory://127.0.0.1:${server.port}`);
    seen = await contact(location, CONSENTS);
    run = await performed(location, memory.threads(8));
  });
  afterAll(() => {
    withdraw();
    server.close();
  });

  it('is registered once', () => {
    expect(() => registerProtocol(memory)).toThrow('there already is a protocol "memory"');
    expect(() => registerProtocol({ ...memory, name: 'again' })).toThrow('a protocol for memory://');
  });

  it('is known by its scheme, and named where a target is not', () => {
    expect(protocolOf('MEMORY://host')).toBe(memory);
    expect(() => located('smb://filer')).toThrow(/endpoint=URL or memory:\/\/host:port$/);
    expect(() => located('ram://host')).toThrow('it is called memory://');
  });

  it('is looked at before anything is done to it', () => {
    expect(seen).toMatchObject({ url: location.url, kind: 'memory', isFirst: true, leftRuns: [] });
  });

  it('is probed beside the load', async () => {
    const prober = await protocolOf(location.url).openProber(location);
    await prober.probe(null);
    await prober.probe(MARKER_NAME);
    await expect(prober.probe('nothing')).rejects.toMatchObject({ code: 'not-found' });
    await prober.close();
  });

  it('performs the load of a scenario, in threads that knew nothing of it, and is verified', () => {
    const { outcome, plan } = run;
    expect(outcome.ending).toEqual({ kind: 'finished' });
    expect(outcome.generator.threads).toBe(2);
    expect(totalsOf(outcome)).toMatchObject({ answered: plan.operations, failed: 0 });
    expect(outcome.integrity.readsVerified).toBeGreaterThan(10);
    expect(outcome.integrity.regions).toBe(0);
  });

  it('is left as it was', async () => {
    expect(run.cleaning).toMatchObject({ kind: 'cleaned', report: { complete: true } });
    expect(store.names).toEqual([MARKER_NAME]);
    const target = await openTarget(location);
    const inspection = await inspectTarget(location, target, CONSENTS);
    expect(await cleanTarget(target, inspection)).toMatchObject({ ended: true });
    expect(store.names).toEqual([]);
  });

  it('is in the result document, and in reports by its label', () => {
    const scenario = { file: 'copies.yaml', sha256: '', variant: null, overrides: [] };
    const result = resultSchema.parse(loadResult(STUDIO, run.outcome, { tool: TOOL, scenario }));
    expect(result.load?.target).toEqual({ url: location.url, kind: 'memory' });
    const report = loadReport(result, result.load!, { command: 'headroom loadgen copies.yaml' });
    for (const text of [report, terminalSummary(result, { color: false, width: 200, ascii: false })]) {
      expect(text).toContain(`${location.url} (a store in memory)`);
    }
  });
});
