import type { OperationCounts, Pacing } from '../operations.ts';

/**
 * Largest payload of one read or write, in bytes: the usual rsize and wsize of an NFS mount. It is also the largest
 * that NFSv3 servers on Linux grant (nfs(5), "rsize": default negotiated, at most 1,048,576).
 */
export const TRANSFER_BYTES = 1_048_576;

/** Operations that a payload spread over `files` files takes when each file is moved in transfers of TRANSFER_BYTES. */
export function transferCount(bytes: number, files: number): number {
  return Math.max(files, Math.ceil(bytes / TRANSFER_BYTES));
}

/** Operations that write `files` new files of `bytes` in total: create, write, and commit before the file counts. */
export function writeCounts(bytes: number, files: number): OperationCounts {
  return { create: files, write: transferCount(bytes, files), commit: files };
}

/** Operations that read `files` files of `bytes` in total. */
export function readCounts(bytes: number, files: number): OperationCounts {
  return { lookup: files, read: transferCount(bytes, files) };
}

/** A client that keeps `outstanding` requests in flight. */
export function closedLoop(outstanding: number): Pacing {
  return { kind: 'closed', outstanding };
}
