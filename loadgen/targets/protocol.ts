/**
 * A way to reach targets, such as a path, NFS or S3. All that depends on it is asked here: nobody else compares names of protocols
 * or imports from their folders.
 */

import type { PlaceIdentity } from '../safety/place.ts';
import type { Consents } from './consents.ts';
import type { Target } from './target.ts';
import type { TargetLocation } from './target-location.ts';
import type { TargetProber } from './target-prober.ts';

export interface Protocol {
  /** Its name in documents. */
  readonly name: string;
  /** The URL of the module that exports this object by default. A thread imports the protocol of its target from there. */
  readonly module: string;
  /** The beginning of its URLs, without "://". Null for a path, which has none. */
  readonly scheme: string | null;
  /** How its targets are written, for help and messages: "nfs://host/export/directory". */
  readonly form: string;
  /** Its name in reports: "NFSv3 over TCP". */
  readonly label: string;
  /** Advice for other schemes that people write when they mean this protocol. */
  readonly mistakenSchemes?: Readonly<Record<string, string>>;
  /** Whether each thread has one call under way at a time, so that more threads ask more of the target. */
  readonly isOneCallPerThread: boolean;

  /** Returns how many threads suit a target, on a machine of so many processors. */
  threads(processors: number): number;

  /** Opens a target. Rejects with a TargetError that says what to do. */
  open(location: TargetLocation): Promise<Target>;

  /** Opens a prober, on connections of its own. Rejects with a TargetError. */
  openProber(location: TargetLocation): Promise<TargetProber>;

  /**
   * Returns what tells the root of an opened target from any other place. Rejects with a SafetyRefusal where a load could do harm,
   * which the user may have consented to.
   */
  identify(url: string, target: Target, consents: Consents): Promise<PlaceIdentity>;

  /** Resolves to the directory and the name of the file that a URL names; null for a directory. Absent where URLs name no files. */
  fileOf?(url: string): Promise<{ readonly directory: string; readonly name: string } | null>;
}

/** Imports a protocol in a thread that has none. Rejects where the module has no protocol. */
export async function importProtocol(module: string): Promise<Protocol> {
  const { default: protocol } = (await import(module)) as { readonly default?: Protocol };
  if (protocol === undefined) throw new Error(`${module} exports no protocol by default`);
  return protocol;
}
