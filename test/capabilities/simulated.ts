import type { MetricResult, ResultDocument } from '../../models/result.ts';
import { loadScenario, renderDiagnostics } from '../../models/scenario/load.ts';
import { Experiment } from '../../sim/experiment/experiment.ts';
import { summarize } from '../../sim/experiment/summarize.ts';
import { simulateReplication } from '../../sim/studio/replication.ts';

/** Simulates a scenario given as YAML, as the command line would. An invalid one throws with its diagnostics. */
export function simulated(yaml: string, sets: readonly string[] = []): ResultDocument {
  const loaded = loadScenario('test.yaml', (path) => ({ kind: 'text', path, text: yaml }), { sets });
  if (loaded.kind === 'invalid') {
    throw new Error(renderDiagnostics(loaded.diagnostics, loaded.sources, { color: false }));
  }
  const { studio } = loaded;
  const experiment = new Experiment([studio]);
  for (;;) {
    const requests = experiment.requests(1);
    if (requests.length === 0) break;
    experiment.accept(
      requests,
      requests.map(({ replication, days }) => simulateReplication(studio, replication, days)),
    );
  }
  return summarize(studio, experiment.outcomes[0]!, {
    tool: { name: 'headroom', version: '0.0.0', node: 'v24' },
    scenario: { file: 'test.yaml', sha256: '', variant: null, overrides: sets },
  });
}

/** A metric's row of the result. */
export function metric(result: ResultDocument, name: string): MetricResult {
  const found = result.metrics.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no metric ${name}`);
  return found;
}

/** An array with round figures and ample bandwidth; metadata has its own service unless a scenario says otherwise. */
export const ARRAY =
  'hot: { device: custom, read: 40GB/s, write: 20GB/s, readRate: 2M IOPS, writeRate: 1M IOPS, metadataRate: 100k ops/s, metadataIsolated: true }';

export const NETWORK =
  'network: { racks: 4, host: 100GbE, uplink: 8x100GbE, core: 8x400GbE, roundTrip: 100us }';
