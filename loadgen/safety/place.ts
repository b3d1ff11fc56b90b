/** Identity that distinguishes the root of a target from any other directory. */
export interface PlaceIdentity {
  /** The file system or the service that it is on. */
  readonly device: string;
  /** The directory there. */
  readonly inode: string;
  /** The user whose files are made; null where the target knows none. */
  readonly uid: number | null;
}
