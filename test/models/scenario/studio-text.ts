/** A small scenario in text, and loading of texts that are expected to be right. */

import { type LoadOptions, loadScenario } from '../../../models/scenario/load.ts';
import type { LoadText } from '../../../models/scenario/load-text.ts';
import { renderDiagnostics } from '../../../models/scenario/render-diagnostics.ts';
import type { Studio } from '../../../models/studio.ts';

/** Parts of the small scenario, each a line or several, that a test may replace. */
export interface Parts {
  readonly head: string;
  readonly run: string;
  readonly storage: string;
  readonly compute: string;
  readonly stages: string;
  readonly tail: string;
}

export const RENDER =
  'overnight: { kind: render, release: { at: "19:00", frames: 400 }, frame: { time: 20min, gpuMemory: 18GiB, reads: { bytes: 2GiB, files: 40 }, writes: { bytes: 180MB, files: 6 } } }';

const PARTS: Parts = {
  head: '',
  run: 'run: { start: "07:00", duration: 24h }',
  storage:
    'hot: { device: custom, read: 10GB/s, write: 5GB/s, readRate: 1M IOPS, writeRate: 300k IOPS, metadataRate: 500k ops/s }',
  compute: 'farm: { nodes: 20, gpus: 2, gpuMemory: 48GiB }',
  stages: RENDER,
  tail: 'objectives: [overnight.turnaround p95 <= 11h]',
};

export function studioText(changes: Partial<Parts> = {}): string {
  const { head, run, storage, compute, stages, tail } = { ...PARTS, ...changes };
  return `headroom: 1
name: A small studio
${head}
${run}
storage:
  ${storage}
network: { racks: 2, host: 25GbE, uplink: 2x100GbE, core: 400GbE, roundTrip: 200us }
compute:
  ${compute}
stages:
  ${stages}
${tail}
`;
}

/** Files by name; anything else is not there. */
export function filesNamed(files: Readonly<Record<string, string>>): LoadText {
  const texts = new Map(Object.entries(files));
  return (file) => {
    const text = texts.get(file);
    return text === undefined
      ? { kind: 'refused', reason: 'there is no such file' }
      : { kind: 'text', path: file, text };
  };
}

/** The studio of a text; throws with the diagnostics when it is not valid. */
export function studioOf(
  text: string,
  options: LoadOptions = {},
  files: Readonly<Record<string, string>> = {},
): Studio {
  const loaded = loadScenario('studio.yaml', filesNamed({ 'studio.yaml': text, ...files }), options);
  if (loaded.kind === 'studio') return loaded.studio;
  throw new Error(renderDiagnostics(loaded.diagnostics, loaded.sources, { color: false }));
}

/** "HR201 3:10 unknown key ..." for each diagnostic of a text. */
export function mistakesIn(
  text: string,
  options: LoadOptions = {},
  files: Readonly<Record<string, string>> = {},
): string[] {
  const { diagnostics } = loadScenario('studio.yaml', filesNamed({ 'studio.yaml': text, ...files }), options);
  return diagnostics.map(({ code, line, column, message }) => `${code} ${line}:${column} ${message}`);
}
