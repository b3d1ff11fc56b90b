/** Questions to a place that show how others fare there. It is only read. */

import { afterError } from '../first-error.ts';
import { protocolOf } from '../targets/protocols.ts';
import { TargetError } from '../targets/target.ts';
import type { TargetLocation } from '../targets/target-location.ts';
import type { TargetProber } from '../targets/target-prober.ts';
import { MARKER_NAME } from './marker.ts';
import { redact } from './redact.ts';

export interface VictimQuestions {
  /** One small question. Rejects with a TargetError. */
  ask(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens questions to another place than the one under load. Of a path to a file the first bytes are read. The
 * attributes of a directory on a mount may come from the memory of this machine. Of a directory, an export or a prefix
 * the marker is read, if it has been a target and this user may read it. Otherwise its attributes are asked for.
 * Rejects with a TargetError where it does not answer by now.
 */
export async function openVictimQuestions(location: TargetLocation): Promise<VictimQuestions> {
  const protocol = protocolOf(location.url);
  const file = (await protocol.fileOf?.(location.url)) ?? null;
  const url = file === null ? location.url : file.directory;
  try {
    const prober = await protocol.openProber({ ...location, url });
    try {
      const asked = file === null ? await markerIn(prober, url) : file.name;
      await prober.probe(asked);
      return { ask: () => prober.probe(asked), close: () => prober.close() };
    } catch (error) {
      throw await afterError(error, () => prober.close());
    }
  } catch (error) {
    if (!(error instanceof TargetError)) throw error;
    const { code, retryable, message } = error;
    throw new TargetError(code, `--victim: ${message}`, { retryable, cause: error });
  }
}

/** The name of the marker, null where there is none for this user to read. */
async function markerIn(prober: TargetProber, url: string): Promise<string | null> {
  try {
    await prober.probe(MARKER_NAME);
    return MARKER_NAME;
  } catch (error) {
    if (!(error instanceof TargetError)) throw error;
    const { code } = error;
    if (code === 'not-found' || code === 'permission') return null;
    if (code !== 'not-a-directory') throw error;
    const message = `${redact(url)} is a file: name the directory that it is in`;
    throw new TargetError(code, message, { retryable: false, cause: error });
  }
}
