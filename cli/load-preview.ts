/** Preview of a load run: its effects on the target, for the person who has to allow it. */

import { filesToMake, type LoadPlan } from '../loadgen/plan/load-plan.ts';
import { ignoredTerms } from '../loadgen/result/ignored-terms.ts';
import type { Contact } from '../loadgen/run/run-in-sandbox.ts';
import { leftOutText, type StandsFor } from '../models/stands-for.ts';
import type { Studio } from '../models/studio.ts';
import { formatQuantity } from '../models/units.ts';
import { canvasOf, type TerminalOptions } from '../reports/terminal/canvas.ts';
import { type Row, table } from '../reports/terminal/table.ts';
import { withoutSecrets } from './without-secrets.ts';

export interface LoadPreview {
  readonly target: {
    readonly url: string;
    readonly kind: Contact['kind'];
    readonly firstContact: boolean;
    readonly freeBytes: number | null;
    readonly totalBytes: number | null;
    readonly standsFor: StandsFor;
  };
  /** Files that are made before the load, for the stages to look at. */
  readonly prepared: { readonly files: number; readonly bytes: number };
  /** At most, on a target that answers at once. */
  readonly load: {
    readonly seconds: number;
    readonly operations: number;
    readonly readBytes: number;
    readonly writeBytes: number;
    readonly stages: LoadPlan['stages'];
  };
  readonly leftRuns: Contact['leftRuns'];
  /** Settings of the scenario that a load does not heed. */
  readonly notes: readonly string[];
}

export interface PreviewedLoad {
  readonly studio: Studio;
  readonly speed: number;
  readonly standsFor: StandsFor;
}

export function loadPreview(
  contact: Contact,
  plan: LoadPlan,
  { studio, speed, standsFor }: PreviewedLoad,
): LoadPreview {
  const seconds = studio.run.durationSeconds / speed;
  const { kind, isFirst, space, leftRuns } = contact;
  const { operations, readBytes, writeBytes, stages } = plan;
  return {
    target: {
      url: withoutSecrets(contact.url),
      kind,
      firstContact: isFirst,
      freeBytes: space.freeBytes,
      totalBytes: space.totalBytes,
      standsFor,
    },
    prepared: filesToMake(plan),
    load: { seconds, operations, readBytes, writeBytes, stages },
    leftRuns,
    notes: ignoredTerms(studio.run),
  };
}

export function previewText(preview: LoadPreview, options: TerminalOptions): string {
  const { target, prepared, load, notes } = preview;
  const leftOut = leftOutText(target.standsFor);
  const canvas = canvasOf(options);
  const bytes = (value: number) => formatQuantity(value, 'bytes');
  const count = (value: number) => formatQuantity(value, 'count');
  const rows = load.stages.map(
    ({ stage, operations, readBytes, writeBytes }): Row => [
      { text: stage },
      { text: count(operations) },
      { text: bytes(readBytes) },
      { text: bytes(writeBytes) },
    ],
  );
  const room =
    target.freeBytes === null
      ? 'the target does not say how much room it has'
      : `${bytes(target.freeBytes)} are free${target.totalBytes === null ? '' : ` of ${bytes(target.totalBytes)}`}`;
  return [
    canvas.ink(`What would be done to ${canvas.text(target.url)}`, 'bold'),
    '',
    canvas.text(
      `  storage  the target stands for ${target.standsFor.storage}${leftOut === '' ? '' : `; ${leftOut}`}`,
    ),
    `  before   ${count(prepared.files)} files are made for the stages to look at, ${bytes(prepared.bytes)}`,
    `  load     ${formatQuantity(load.seconds, 'seconds')}; at most, if the target answered at once:`,
    '',
    ...table(
      canvas,
      [
        { title: 'stage', align: 'left', flexible: true },
        { title: 'operations', align: 'right' },
        { title: 'read', align: 'right' },
        { title: 'written', align: 'right' },
      ],
      rows,
    ),
    '',
    `  room     ${bytes(prepared.bytes + load.writeBytes)} at most would be taken; ${room}`,
    `  where    only below the target, in runs/, each file named in a manifest beforehand`,
    `  figures  what the scenario says of storage and network is not imitated: the target and the way to it are as they are`,
    ...notes.map((note) => canvas.text(`  note     ${note}`)),
    `  after    all of it is deleted again; .headroom-sandbox marks the place until "headroom clean"`,
    '',
  ]
    .map((line) => `${line}\n`)
    .join('');
}
