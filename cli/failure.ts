/** An end of the program that is explained in one message instead of a stack trace. */
export class Failure extends Error {
  readonly exitCode: number;
  /** Advice on what to do next; null where the message is enough. */
  readonly hint: string | null;

  constructor(exitCode: number, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.exitCode = exitCode;
    this.hint = options.hint ?? null;
  }
}

/** The message of whatever was thrown: code that is not ours may throw anything. */
export function messageOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  // An exception of the platform arrives from a worker without its message; its stack still begins with it.
  return thrown.message || (thrown.stack ?? thrown.name).split('\n', 1).join();
}

/** The system's own code of a failed call ("ENOENT"), or null. */
export function systemCodeOf(thrown: unknown): string | null {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : null;
}
