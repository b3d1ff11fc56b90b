/** A named set of data on one storage system, in bundles: what stages read by its name, and what caches hold. */
export interface Asset {
  readonly name: string;
  /** Name of the storage system that holds it. */
  readonly storage: string;
  readonly bytes: number;
  /** Number of its bundles, numbered from 0, the most popular first. A bundle is read and cached as one. */
  readonly bundles: number;
  readonly popularity: Popularity;
  /** A published asset never changes, so that caches may hold it; one in progress is always read from its storage. */
  readonly published: boolean;
}

/** How often each bundle is read: all alike, or bundle i in proportion to (i + 1)^-exponent. */
export type Popularity = { readonly kind: 'uniform' } | { readonly kind: 'zipf'; readonly exponent: number };

/** Returns the whole bytes of one bundle; those of all bundles add up to the asset. */
export function bundleBytes({ bytes, bundles }: Asset, bundle: number): number {
  return Math.floor(((bundle + 1) * bytes) / bundles) - Math.floor((bundle * bytes) / bundles);
}

/** Returns the name of a bundle in a cache, which no bundle of another asset has. */
export function bundleKey({ name }: Asset, bundle: number): string {
  return `${name}/${bundle}`;
}

/**
 * Returns the path of a file of a bundle on its storage system, which depends on nothing else. No stage can have the name of the
 * first directory, as names have no dots.
 */
export function bundleFile({ name }: Asset, bundle: number, file: number): string {
  return `asset.${name}/${digits(bundle)}/${digits(file)}`;
}

function digits(number: number): string {
  return String(number).padStart(6, '0');
}
