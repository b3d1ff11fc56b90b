/**
 * Names that must stand for something: checked on the document itself, so that a dangling one is found even where its
 * section has another mistake.
 */

import { GPUS } from '../../hardware/catalog/gpus.ts';
import { CUSTOM_DEVICE, findGpu, findStorage, listStorage } from '../../hardware/catalog.ts';
import type { StageReference } from '../../stages/stage-kind.ts';
import { findStageKind } from '../../stages/stage-kinds.ts';
import { assetNeedsStorage, unknownAsset } from '../asset-problems.ts';
import { likelyKind } from '../likely-kind.ts';
import { type DocumentPath, valueAt } from '../located.ts';
import type { Problem } from '../problem.ts';
import * as problems from '../problems.ts';
import type { Compilation } from './compilation.ts';

/** Reports every name that stands for nothing. */
export function checkReferences(compilation: Compilation): void {
  const { scenario } = compilation;
  const storage = [...scenario.storage.keys()];
  const farms = [...scenario.farms.keys()];
  for (const name of storage) {
    if (compilation.isFull) return;
    const device = textAt(compilation, ['storage', name, 'device']);
    if (device === undefined || device === CUSTOM_DEVICE || findStorage(device) !== undefined) continue;
    const known = [CUSTOM_DEVICE, ...listStorage().map(({ id }) => id)];
    compilation.fault(['storage', name, 'device'], problems.unknownDevice(device, known));
  }
  for (const name of farms) {
    const gpu = textAt(compilation, ['compute', name, 'gpu']);
    if (gpu === undefined || findGpu(gpu) !== undefined) continue;
    compilation.fault(
      ['compute', name, 'gpu'],
      problems.unknownGpu(
        gpu,
        GPUS.map(({ id }) => id),
      ),
    );
  }
  const assets = [...scenario.assets.keys()];
  for (const name of assets) {
    if (compilation.isFull) return;
    const path = ['assets', name, 'storage'];
    if (valueAt(compilation.document, path) !== undefined)
      checkName(compilation, path, storage, problems.unknownStorage);
    else if (storage.length !== 1) compilation.faultOfKey(path, assetNeedsStorage(storage));
  }
  for (const name of scenario.stages.keys()) {
    if (compilation.isFull) return;
    const stage = valueAt(compilation.document, ['stages', name]);
    if (stage?.kind !== 'map') continue;
    const references = findStageKind(likelyKind(stage) ?? '')?.references ?? [];
    if (!payloadsNameStorage(compilation, name, references)) {
      checkChoice(compilation, name, 'storage', storage, problems.unknownStorage);
    }
    for (const reference of references)
      checkReference(compilation, name, reference, { storage, farms, assets });
  }
}

/** Whether a stage names no storage of its own and needs none, as all of its payloads do. */
function payloadsNameStorage(
  compilation: Compilation,
  stage: string,
  references: readonly StageReference[],
): boolean {
  const at = (keys: readonly string[]) => valueAt(compilation.document, ['stages', stage, ...keys]);
  // Reads from assets are on the storage of these.
  const isNamed = (keys: readonly string[]) =>
    at(keys) !== undefined || at(keys.slice(0, -1))?.kind === 'list';
  const payloads = references.flatMap((reference) =>
    reference.kind === 'storage' && reference.beside !== true ? [reference.keys] : [],
  );
  return !isNamed(['storage']) && payloads.length > 0 && payloads.every(isNamed);
}

function checkReference(
  compilation: Compilation,
  stage: string,
  reference: StageReference,
  { storage, farms, assets }: Readonly<Record<'storage' | 'farms' | 'assets', readonly string[]>>,
): void {
  switch (reference.kind) {
    case 'farm':
      checkChoice(compilation, stage, 'farm', farms, problems.unknownFarm);
      return;
    case 'storage':
      checkName(compilation, ['stages', stage, ...reference.keys], storage, problems.unknownStorage);
      return;
    case 'assets':
      checkReads(compilation, ['stages', stage, ...reference.keys], assets);
      return;
    case 'catalog':
      checkName(compilation, ['stages', stage, reference.key], reference.known, reference.unknown);
      return;
  }
}

/** Reports each read at a path that names no asset. */
function checkReads(compilation: Compilation, path: DocumentPath, assets: readonly string[]): void {
  const reads = valueAt(compilation.document, path);
  if (reads?.kind !== 'list') return;
  for (const place of reads.items.keys()) {
    if (compilation.isFull) return;
    checkName(compilation, [...path, place, 'from'], assets, unknownAsset);
  }
}

function checkChoice(
  compilation: Compilation,
  stage: string,
  key: 'storage' | 'farm',
  known: readonly string[],
  unknown: (name: string, known: readonly string[]) => Problem,
): void {
  const path = ['stages', stage, key];
  if (valueAt(compilation.document, path) === undefined) {
    if (known.length !== 1) compilation.faultOfKey(path, problems.unnamedChoice(key, known));
    return;
  }
  checkName(compilation, path, known, unknown);
}

/** Reports the text at a path where it is none of the known names. */
function checkName(
  compilation: Compilation,
  path: DocumentPath,
  known: readonly string[],
  unknown: (name: string, known: readonly string[]) => Problem,
): void {
  const name = textAt(compilation, path);
  if (name !== undefined && !known.includes(name)) compilation.fault(path, unknown(name, known));
}

/** The text at a path; undefined for anything else, which the schema reports. */
function textAt({ document }: Compilation, path: DocumentPath): string | undefined {
  const value = valueAt(document, path);
  return value?.kind === 'scalar' && typeof value.value === 'string' ? value.value : undefined;
}
