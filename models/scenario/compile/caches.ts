import type { Cache } from '../../caches/cache.ts';
import type { CacheSection } from '../schema/caches.ts';

/** Compiles a cache. */
export function compileCache(name: string, { size, read, policy }: CacheSection): Cache {
  return { name, sizeBytes: size, readBytesPerSecond: read, policy };
}
