/** Where a target is and how it is used, as data that can be sent to a worker thread. It holds no secret. */
export interface TargetLocation {
  /** In the form of its protocol: a path, `nfs://host/export` (see `nfs/nfs-url.ts`), `s3://bucket/prefix` (see `s3/location.ts`). */
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
