/** Mistakes about assets and caches: HR42x references, HR52x impossible studios, HR82x warnings. */

import { error, warning } from './problem.ts';
import { didYouMean, listed, quoted } from './problem-words.ts';

export const unknownAsset = (name: string, known: readonly string[]) =>
  error('HR420', `no asset is called ${quoted(name)}`, didYouMean(name, known) ?? listed('assets', known));

export const assetNeedsStorage = (known: readonly string[]) =>
  error('HR421', 'this asset must say which storage holds it', listed('there are', known));

export const readBeyondAsset = (read: string, asset: string, size: string) =>
  error('HR520', `${read} cannot be read from ${quoted(asset)}, which has ${size}`);

export const fewerFilesThanBundles = (read: string, asset: string, bundles: number, size: string) =>
  error(
    'HR521',
    `${read} of ${quoted(asset)} is ${bundles} bundles of ${size}, and a file lies in one bundle`,
    `state at least ${bundles} files, or fewer bundles of the asset`,
  );

export const unusedCache = (name: string) =>
  warning('HR821', `no stage reads a published asset, so that the cache ${quoted(name)} is never asked`);

export const unusedAsset = (name: string) => warning('HR820', `no stage reads the asset ${quoted(name)}`);
