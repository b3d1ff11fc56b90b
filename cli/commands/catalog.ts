import { CAMERAS } from '../../models/hardware/catalog/cameras.ts';
import { GPUS } from '../../models/hardware/catalog/gpus.ts';
import { SWITCHES } from '../../models/hardware/catalog/switches.ts';
import { envelopeOf, listStorage } from '../../models/hardware/catalog.ts';
import { didYouMeanOfCatalog } from '../../models/scenario/problem-words.ts';
import { canvasOf } from '../../reports/terminal/canvas.ts';
import { type CatalogEntry, catalogDetails, catalogTables } from '../catalog-text.ts';
import { command } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { Failure } from '../failure.ts';
import { toJson } from '../json.ts';
import { print, terminalOptionsOf } from '../terminal.ts';

export const catalog = command(
  {
    name: 'catalog',
    group: 'Write a scenario',
    summary: 'list the hardware that scenarios may name, and where each figure comes from',
    description:
      'Lists storage systems, GPUs, cameras and switches. With an id: every figure of that one with its evidence, and ' +
      'for a storage system what a simulation makes of it, or what is missing for one. Unknown figures stay unknown.',
    positional: { name: 'ID', count: 'at most one', summary: 'one entry in full' },
    options: { json: { type: 'boolean', summary: 'print one JSON document, in SI units' } },
    examples: [
      { commandLine: 'headroom catalog', explanation: 'everything, a line each' },
      {
        commandLine: 'headroom catalog weka-supermicro-8n',
        explanation: 'one storage system and its evidence',
      },
    ],
  },
  async ({ json }, [id]) => {
    const entries = catalogEntries();
    const canvas = canvasOf(terminalOptionsOf(process.stdout));
    if (id === undefined) {
      await print(json ? toJson({ schemaVersion: 1, entries }) : catalogTables(canvas, entries));
      return EXIT.done;
    }
    const entry = entries.find((each) => each.id === id);
    if (entry === undefined) {
      const ids = entries.map((each) => each.id);
      throw new Failure(EXIT.usage, `the catalog has no entry "${id}"`, {
        hint: didYouMeanOfCatalog(id, ids) ?? 'see: headroom catalog',
      });
    }
    await print(json ? toJson({ schemaVersion: 1, entries: [entry] }) : catalogDetails(canvas, entry));
    return EXIT.done;
  },
);

function catalogEntries(): CatalogEntry[] {
  return [
    ...listStorage().map((published): CatalogEntry => {
      const derived = envelopeOf(published.id);
      if (derived.kind === 'unknown-device' || derived.kind === 'contradictory')
        throw new Error(`no envelope can be derived for ${published.id} of the catalog`);
      return { kind: 'storage', id: published.id, published, derived };
    }),
    ...GPUS.map((gpu): CatalogEntry => ({ kind: 'gpu', id: gpu.id, gpu })),
    ...CAMERAS.map((camera): CatalogEntry => ({ kind: 'camera', id: camera.id, camera })),
    ...SWITCHES.map(
      (networkSwitch): CatalogEntry => ({ kind: 'switch', id: networkSwitch.id, networkSwitch }),
    ),
  ];
}
