/** The place of a target and the options for its use, as data that can be sent to a worker thread. It holds no secret. */
export interface TargetLocation {
  /** In the form of its protocol: a path, `nfs://host/export` (see `nfs/nfs-url.ts`), `s3://bucket/prefix` (see `s3/location.ts`). */
  readonly url: string;
  /** A path is read and written past the page cache. */
  readonly direct: boolean;
  /** A commit on a path waits for stable storage. NFS and S3 always do. */
  readonly syncOnCommit: boolean;
  /** The file that holds the credentials of S3, in the format of the shared file; null for the environment and profiles. */
  readonly credentialsFile: string | null;
  /** The profile of S3 in that file; null for AWS_PROFILE. */
  readonly profile: string | null;
  /**
   * Connections of NFS and S3; null for those of the URL, or the default of the target. For a path it is the number of
   * operations on contents in flight in a thread, by io_uring where the machine has it. There 1 performs each at once,
   * and null stands for 64.
   */
  readonly connections: number | null;
}
