/** The catalog for a terminal: tables of everything, or one entry with the evidence for each of its figures. */

import type { Camera } from '../models/hardware/catalog/cameras.ts';
import type { Figure } from '../models/hardware/catalog/figure.ts';
import type { Gpu } from '../models/hardware/catalog/gpus.ts';
import type { PublishedStorage } from '../models/hardware/catalog/storage-system.ts';
import type { Switch } from '../models/hardware/catalog/switches.ts';
import type { PublishedEnvelope } from '../models/hardware/derive-envelope.ts';
import type { Evidence, StorageEnvelope } from '../models/hardware/envelope.ts';
import { RATE_FIELDS } from '../models/hardware/published-rates.ts';
import { compareWorstFirst } from '../reports/evidence-grade.ts';
import { type Canvas, heading, paragraph } from '../reports/terminal/canvas.ts';
import { type Column, type Row, table } from '../reports/terminal/table.ts';
import { figureName, figureText } from './figure-text.ts';

export type CatalogEntry =
  | {
      readonly kind: 'storage';
      readonly id: string;
      readonly published: PublishedStorage;
      readonly derived: PublishedEnvelope;
    }
  | { readonly kind: 'gpu'; readonly id: string; readonly gpu: Gpu }
  | { readonly kind: 'camera'; readonly id: string; readonly camera: Camera }
  | { readonly kind: 'switch'; readonly id: string; readonly networkSwitch: Switch };

type StorageEntry = CatalogEntry & { readonly kind: 'storage' };

/** A line of the evidence table; sources are footnotes, since many figures share one. */
interface EvidenceRow {
  readonly name: string;
  readonly value: string;
  readonly evidence: Evidence | null;
}

const LIMITS = ['readBytesPerSecond', 'writeBytesPerSecond', 'metadataOperationsPerSecond'] as const;

const left = (title: string): Column => ({ title, align: 'left' });
const right = (title: string): Column => ({ title, align: 'right' });
const flexible = (title: string): Column => ({ title, align: 'left', flexible: true });
const cells = (...texts: readonly string[]): Row => texts.map((text) => ({ text }));

/** One line per entry, ending in a line feed. */
export function catalogTables(canvas: Canvas, entries: readonly CatalogEntry[]): string {
  const storage = entries.filter((entry) => entry.kind === 'storage');
  const gpus = entries.flatMap((entry) => (entry.kind === 'gpu' ? [entry.gpu] : []));
  const cameras = entries.flatMap((entry) => (entry.kind === 'camera' ? [entry.camera] : []));
  const switches = entries.flatMap((entry) => (entry.kind === 'switch' ? [entry.networkSwitch] : []));
  return joined([
    [
      ...heading(canvas, 'Storage systems', 'as published, with all their nodes'),
      ...table(
        canvas,
        [left('id'), flexible('system'), right('read'), right('write'), right('metadata'), left('evidence')],
        storage.flatMap(completeRow),
      ),
    ],
    [
      ...heading(canvas, 'Storage systems short of a limit', 'a scenario has to state what is missing'),
      ...table(canvas, [left('id'), flexible('system'), flexible('missing')], storage.flatMap(incompleteRow)),
    ],
    [
      ...heading(canvas, 'GPUs'),
      ...table(
        canvas,
        [left('id'), right('memory'), right('memory bandwidth'), right('power')],
        gpus.map((gpu) =>
          cells(gpu.id, ...textsOf(gpu, ['memoryBytes', 'memoryBytesPerSecond', 'powerWatts'])),
        ),
      ),
    ],
    [
      ...heading(canvas, 'Cameras'),
      ...table(
        canvas,
        [left('id'), flexible('camera'), right('a frame'), right('an hour')],
        cameras.map((camera) =>
          cells(
            camera.id,
            `${camera.vendor} ${camera.model} ${camera.mode}`,
            ...textsOf(camera, ['bytesPerFrame', 'bytesPerHour']),
          ),
        ),
      ),
    ],
    [
      ...heading(canvas, 'Switches'),
      ...table(
        canvas,
        [left('id'), flexible('ports'), right('all ports')],
        switches.map((each) => cells(each.id, each.ports, ...textsOf(each, ['portBytesPerSecond']))),
      ),
    ],
  ]);
}

function textsOf<K extends string>(holder: Readonly<Record<K, Figure>>, names: readonly K[]): string[] {
  return names.map((name) => {
    const { value } = holder[name];
    return value === null ? 'unknown' : figureText(name, value);
  });
}

function completeRow({ id, published, derived }: StorageEntry): Row[] {
  if (derived.kind === 'incomplete') return [];
  const { envelope } = derived;
  const grades = LIMITS.flatMap((name) => envelope.evidence[name]?.grade ?? []).toSorted(compareWorstFirst);
  const limits = LIMITS.map((name) => figureText(name, envelope[name]));
  return [cells(id, published.model, ...limits, grades[0] ?? '')];
}

function incompleteRow({ id, published, derived }: StorageEntry): Row[] {
  if (derived.kind === 'envelope') return [];
  const { missing } = derived;
  const names = missing.map(({ field }) => figureName(field)).join(', ');
  return [cells(id, published.model, missing.length === RATE_FIELDS.length ? 'every limit' : names)];
}

/** Everything known about one entry, ending in a line feed. */
export function catalogDetails(canvas: Canvas, entry: CatalogEntry): string {
  switch (entry.kind) {
    case 'storage':
      return storageDetails(canvas, entry);
    case 'gpu':
      return deviceDetails(canvas, entry.id, entry.gpu);
    case 'camera':
      return deviceDetails(canvas, entry.id, entry.camera);
    case 'switch':
      return deviceDetails(canvas, entry.id, entry.networkSwitch);
    default:
      return entry satisfies never;
  }
}

function storageDetails(canvas: Canvas, { id, published, derived }: StorageEntry): string {
  const { vendor, model, nodes, nodeMeaning, figures, peaks, notes } = published;
  const size = nodes === null ? 'number of nodes not published' : `nodes: ${nodes}`;
  const node = nodeMeaning === 'node' ? '' : `, each a ${nodeMeaning}`;
  const sources = new Set<string>();
  const known = [
    ...Object.entries(figures).map(([name, figure]) => figureRow(name, figure)),
    ...peaks.map(({ workload, operationsPerSecond, bytesPerSecond, evidence }) => ({
      name: `peak of ${workload}`,
      value: `${figureText('operationsPerSecond', operationsPerSecond)}, ${figureText('bytesPerSecond', bytesPerSecond)}`,
      evidence,
    })),
  ];
  return joined([
    [...heading(canvas, `${vendor} ${model}`, `device: ${id}, ${size}${node}`)],
    derived.kind === 'envelope'
      ? [
          ...heading(canvas, 'As simulated'),
          ...evidenceTable(canvas, envelopeRows(derived.envelope), sources),
        ]
      : [
          ...heading(canvas, 'Short of a limit', 'a scenario has to state what is missing'),
          ...derived.missing.flatMap(({ field, why }) =>
            paragraph(canvas, `${figureName(field)}: ${why}`, 2),
          ),
        ],
    known.length === 0 ? [] : [...heading(canvas, 'As published'), ...evidenceTable(canvas, known, sources)],
    sourceList(canvas, sources),
    notes.length === 0
      ? []
      : [...heading(canvas, 'Notes'), ...notes.flatMap((text) => paragraph(canvas, text, 2))],
  ]);
}

/** A GPU, camera or switch: each of its fields, those that are figures with their evidence. */
function deviceDetails(canvas: Canvas, id: string, device: object): string {
  const sources = new Set<string>();
  const notes: string[] = [];
  const rows: EvidenceRow[] = [];
  for (const [name, value] of Object.entries(device) as [string, unknown][]) {
    if (name === 'id') continue;
    if (isFigure(value)) rows.push(figureRow(name, value));
    else if (Array.isArray(value)) notes.push(...value.map(String));
    else rows.push({ name: figureName(name), value: valueText(name, value), evidence: null });
  }
  return joined([
    [...heading(canvas, id), ...evidenceTable(canvas, rows, sources)],
    sourceList(canvas, sources),
    noteList(canvas, notes),
  ]);
}

/** Every figure of the envelope that carries evidence, nested ones by their dotted name. */
function envelopeRows(envelope: StorageEnvelope): EvidenceRow[] {
  return Object.entries(envelope.evidence).map(([name, evidence]) => ({
    name: figureName(name),
    value: valueText(name, valueAt(envelope, name)),
    evidence,
  }));
}

function valueAt(holder: unknown, dottedName: string): unknown {
  return dottedName
    .split('.')
    .reduce<unknown>((value, key) => new Map<string, unknown>(Object.entries(value ?? {})).get(key), holder);
}

function isFigure(value: unknown): value is Figure {
  return typeof value === 'object' && value !== null && 'evidence' in value && 'value' in value;
}

function figureRow(name: string, { value, evidence }: Figure): EvidenceRow {
  return { name: figureName(name), value: value === null ? 'unknown' : figureText(name, value), evidence };
}

function valueText(name: string, value: unknown): string {
  if (typeof value === 'number') return figureText(name, value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'string' ? value : 'unknown';
}

/** Adds to `sources` what the rows refer to by number. */
function evidenceTable(canvas: Canvas, rows: readonly EvidenceRow[], sources: Set<string>): string[] {
  const printed = rows.map(({ name, value, evidence }) => {
    if (evidence === null) return cells(name, value, '');
    sources.add(evidence.source);
    return cells(name, value, `${evidence.grade} [${[...sources].indexOf(evidence.source) + 1}]`);
  });
  return table(canvas, [flexible('figure'), right('value'), left('evidence')], printed);
}

function sourceList(canvas: Canvas, sources: ReadonlySet<string>): string[] {
  if (sources.size === 0) return [];
  const lines = [...sources].flatMap((source, index) => {
    const mark = `  [${index + 1}]`.padEnd(7);
    return paragraph(canvas, source, mark.length).map((line, row) =>
      row === 0 ? mark + line.trimStart() : line,
    );
  });
  return [...heading(canvas, 'Sources'), ...lines];
}

function noteList(canvas: Canvas, notes: readonly string[]): string[] {
  if (notes.length === 0) return [];
  return [...heading(canvas, 'Notes'), ...notes.flatMap((text) => paragraph(canvas, text, 2))];
}

function joined(sections: readonly (readonly string[])[]): string {
  const present = sections.filter((lines) => lines.length > 0);
  return `${present.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}
