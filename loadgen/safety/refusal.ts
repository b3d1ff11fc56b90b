/** Why a target is not written to. */
export type RefusalCode =
  /** The root of the machine, or what belongs to its system. */
  | 'system-directory'
  | 'home-directory'
  /** Others keep what is theirs there: a directory for temporary files. */
  | 'shared-directory'
  | 'mount-root'
  /** A link, or a path that leads through one. */
  | 'symbolic-link'
  /** Another file system is mounted inside. */
  | 'other-device'
  | 'network-mount'
  | 'system-device'
  | 'bucket-root'
  | 'not-empty'
  | 'read-only'
  | 'not-writable'
  /** The run's writes do not fit. */
  | 'no-room'
  | 'marker-unreadable'
  | 'marker-elsewhere'
  | 'marker-of-another-user'
  | 'marker-of-another-version'
  /** A run of that name is there. */
  | 'run-exists'
  | 'run-under-way'
  | 'no-such-run';

/** A target was refused for safety, before anything was done to it. The message says in one line what to do. */
export class SafetyRefusal extends Error {
  override readonly name = 'SafetyRefusal';
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string) {
    super(message);
    this.code = code;
  }
}
