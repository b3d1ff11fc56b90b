import type { Space, Target } from './target.ts';

/**
 * Small questions to a target that never block the thread that asks them. A target whose server is gone may hold up
 * every call, and just then the thread that watches over a run has to act.
 */
export interface TargetProber {
  space(): Promise<Space>;
  /**
   * Reads the first bytes of a file, as close to the device as can be; `null` asks for the attributes of the root instead. Rejects
   * with a TargetError.
   */
  probe(path: string | null): Promise<void>;
  close(): Promise<void>;
}

/** Bytes that one probe reads at most. */
export const PROBE_BYTES = 4096;

/** Returns a prober on a target of its own, none of whose calls makes the thread wait. It closes the target. */
export function proberOn(target: Target): TargetProber {
  const into = new Uint8Array(PROBE_BYTES);
  return {
    space: () => target.space(),
    probe: async (path) => {
      if (path === null) await target.getattr('');
      else await target.read(path, 0, into);
    },
    close: () => target.close(),
  };
}
