/** One way to any target, from data that can be sent to a worker thread; each worker finds the credentials for itself. */

import { stat } from 'node:fs/promises';
import { openNfsTarget } from './nfs/nfs-target.ts';
import { PosixTarget } from './posix/posix-target.ts';
import { openS3Target } from './s3/open-s3-target.ts';
import { type Target, TargetError } from './target.ts';

export type TargetKind = 'posix' | 'nfs' | 's3';

/** Where a target is and how it is used. It holds no secret. */
export interface TargetLocation {
  /** A path, `nfs://host/export` (see `nfs/nfs-url.ts`) or `s3://bucket/prefix` (see `s3/location.ts`). */
  readonly url: string;
  /** Of a path: past the page cache. */
  readonly direct: boolean;
  /** Of a path: whether a commit waits for stable storage. NFS and S3 always do. */
  readonly syncOnCommit: boolean;
  /** Of S3, in the format of the shared credentials file; null for the environment and the profiles. */
  readonly credentialsFile: string | null;
  /** Of S3; null for AWS_PROFILE. */
  readonly profile: string | null;
  /**
   * Of NFS and S3; null for what the URL says or the target has otherwise. Of a path: operations on the contents of files that
   * are under way at once in a thread, by io_uring where the machine has it; 1 for each performed at once, null for 64.
   */
  readonly connections: number | null;
}

const QUEUE_DEPTH = 64;

/** What a URL leads to; it need not be right beyond its scheme. Throws a TargetError 'protocol' for a scheme that is not known. */
export function targetKindOf(url: string): TargetKind {
  if (!/^\P{Cc}+$/u.test(url) || !url.isWellFormed()) {
    throw new TargetError(
      'protocol',
      'a target is a path, nfs://host/export or s3://bucket, of printable text',
      {
        retryable: false,
      },
    );
  }
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(url)?.[1]?.toLowerCase();
  if (scheme === undefined) return 'posix';
  if (scheme === 'nfs' || scheme === 's3') return scheme;
  const advice = scheme === 'file' ? 'give the path alone' : 'it is a path, nfs://host/export or s3://bucket';
  throw new TargetError('protocol', `a target does not begin with ${scheme}://: ${advice}`, {
    retryable: false,
  });
}

/** Opens a target. Rejects with a TargetError that says what to do. */
export async function openTarget(location: TargetLocation): Promise<Target> {
  const { url, direct, syncOnCommit, credentialsFile, profile, connections } = location;
  const kind = targetKindOf(url);
  switch (kind) {
    case 'posix':
      // First from another thread, which may wait: a mount whose server is gone would hold this one, and Ctrl-C with it.
      await stat(url).catch(() => undefined);
      return new PosixTarget(url, { direct, syncOnCommit, queueDepth: connections ?? QUEUE_DEPTH });
    case 'nfs':
      return openNfsTarget(url, connections === null ? {} : { connections });
    case 's3':
      return openS3Target(url, {
        ...(credentialsFile !== null && { credentialsFile }),
        ...(profile !== null && { profile }),
        ...(connections !== null && { connectionsMax: connections }),
      });
  }
}
