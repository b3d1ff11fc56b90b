/** A ramp written out: a device of 500 reads a second, asked 350 and more. */

import type { RampBound, RampProbe, RampResult } from '../../models/ramp-result.ts';

const NOTHING = { count: 0, mean: null, p50: null, p90: null, p95: null, p99: null, p999: null, max: null };

export function probe(
  multiple: number,
  answeredPerSecond: number,
  changes: Partial<RampProbe> = {},
): RampProbe {
  const offeredPerSecond = 350 * multiple;
  return {
    multiple,
    runId: `20260101-120000-${multiple}`,
    startedAtSeconds: 1_767_268_800,
    loadSeconds: 20,
    outcome: 'held',
    broke: [],
    noEvidence: null,
    answeredPerSecond,
    readBytesPerSecond: answeredPerSecond * 4096,
    writtenBytesPerSecond: 0,
    backlog: {
      offeredPerSecond,
      answeredPerSecond,
      growthPerSecond: offeredPerSecond - answeredPerSecond,
      growthStandardError: 0.5,
      endOperations: Math.round(20 * (offeredPerSecond - answeredPerSecond)),
    },
    response: { ...NOTHING, count: 7000, mean: 0.004, p50: 0.003, p99: 0.042, max: 0.128 },
    service: { ...NOTHING, count: 7000, mean: 0.004, p50: 0.003, p99: 0.04, max: 0.12 },
    objectives: [],
    generator: {
      threads: 8,
      sendErrorSecondsP99: 4e-5,
      loopLagSecondsP99: 4e-5,
      cpuFraction: 0.2,
      valid: true,
      reasons: [],
    },
    ...changes,
  };
}

export function broken(multiple: number, why: string): RampProbe {
  return probe(multiple, 500, {
    outcome: 'broke',
    broke: [{ criterion: 'backlog', why }],
    response: { ...NOTHING, count: 10_000, mean: 2, p50: 2, p99: 3.9, max: 4 },
  });
}

const WHY =
  '508 ops/s came due and 500 ops/s were answered, so that the backlog grew: 150 operations at the end';

/** As it is found when all goes well. */
export function steadyRamp(changes: Partial<RampResult> = {}): RampResult {
  const held = probe(1.408, 492.8);
  return {
    schemaVersion: 1,
    document: 'ramp',
    tool: { name: 'headroom', version: '0.1.0', node: '24.0.0' },
    scenario: {
      name: 'Steady reads',
      file: 'steady.yaml',
      sha256: 'dc42db523c7b0c0ffee',
      variant: null,
      overrides: [],
    },
    seed: 'steady',
    command: 'headroom loadgen steady.yaml --target /mnt/device --ramp',
    target: { url: '/mnt/device', kind: 'posix' },
    speed: 1,
    probeSeconds: 20,
    precision: 0.03,
    probes: [probe(1, 350), broken(2, WHY), held, broken(1.45, WHY), broken(1.45, WHY)],
    headroom: {
      multiple: 1.408,
      interval: [1.408, 1.45],
      offeredPerSecond: 492.8,
      answeredPerSecond: 492.8,
      readBytesPerSecond: held.readBytesPerSecond,
      writtenBytesPerSecond: 0,
    },
    bound: { kind: 'target', criterion: 'backlog', why: WHY },
    ...changes,
  };
}

/** One probe that is no evidence, or no bound at all. */
export function boundBy(bound: RampBound, multiple: number | null): RampResult {
  const { headroom } = steadyRamp();
  return steadyRamp({
    bound,
    probes: bound.kind === 'maximum' ? [probe(1, 350)] : [probe(1, 350, { outcome: 'generator' })],
    headroom: { ...headroom, multiple, interval: [multiple ?? 0, null] },
  });
}
