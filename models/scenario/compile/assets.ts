import type { Asset } from '../../assets/asset.ts';
import { type Distribution, mean, support } from '../../distributions/distribution.ts';
import type { AssetRead } from '../../stages/render/definition.ts';
import { formatQuantity } from '../../units.ts';
import * as problems from '../asset-problems.ts';
import type { DocumentPath } from '../located.ts';
import { outOfRange } from '../quantity-problems.ts';
import type { AssetSection } from '../schema/assets.ts';
import { chosen } from './choice.ts';
import type { Compilation } from './compilation.ts';

/** Compiles an asset; undefined where it is wrong, which has been reported. */
export function compileAsset(
  name: string,
  section: AssetSection,
  compilation: Compilation,
): Asset | undefined {
  const { bundles, popularity, published } = section;
  const storage = chosen(section.storage, [...compilation.scenario.storage.keys()]);
  const bytes = Math.round(section.bytes);
  if (bundles > bytes) {
    const problem = outOfRange(
      String(bundles),
      `at most ${formatQuantity(bytes, 'count')}, one for each byte`,
    );
    compilation.fault(['assets', name, 'bundles'], problem);
  }
  if (storage === undefined) return undefined;
  return { name, storage, bytes, bundles, popularity, published };
}

/** A read of an asset as a section states it. */
export interface AssetReadSection {
  readonly from: string;
  readonly bytes: Distribution;
  readonly files: number;
}

/** Compiles the read of an asset at a path; undefined where it names none that is right, which has been reported. */
export function compileAssetRead(
  { from, bytes, files }: AssetReadSection,
  path: DocumentPath,
  compilation: Compilation,
): AssetRead | undefined {
  const asset = compilation.assets.find(({ name }) => name === from);
  if (asset === undefined) return undefined;
  const [, largest] = support(bytes);
  const expected = Number.isFinite(largest) ? largest : mean(bytes);
  const bundle = asset.bytes / asset.bundles;
  const touched = Math.ceil(mean(bytes) / bundle);
  if (expected > asset.bytes) {
    const problem = problems.readBeyondAsset(inBytes(expected), from, inBytes(asset.bytes));
    compilation.fault([...path, 'bytes'], problem);
  } else if (touched > files) {
    const problem = problems.fewerFilesThanBundles(inBytes(mean(bytes)), from, touched, inBytes(bundle));
    compilation.fault([...path, 'files'], problem);
  }
  return { asset, bytes, files };
}

function inBytes(bytes: number): string {
  return formatQuantity(bytes, 'bytes');
}
