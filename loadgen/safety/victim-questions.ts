/** What is asked of a place to see how others fare there. It is only read. */

import { stat } from 'node:fs/promises';
import path from 'node:path';
import { afterError } from '../first-error.ts';
import { type TargetLocation, targetKindOf } from '../targets/open-target.ts';
import { openQuestioner, type Questioner } from '../targets/posix/path-prober.ts';
import { TargetError } from '../targets/target.ts';
import { MARKER_NAME } from './marker.ts';
import { redact } from './redact.ts';

export interface VictimQuestions {
  /** One small question. Rejects with a TargetError. */
  ask(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Of another place than the one under load. A path may name a file, whose first bytes are read: the attributes of a directory on a
 * mount may come from the memory of this machine. Of a directory, an export or a prefix the marker is read, where it has been a
 * target itself of a user whose files this one may read, and its attributes are asked for otherwise. Rejects with a TargetError where it does not answer by now.
 */
export async function openVictimQuestions(location: TargetLocation): Promise<VictimQuestions> {
  const file = await fileOf(location.url);
  const url = file === null ? location.url : path.dirname(file);
  try {
    const questioner = await openQuestioner({ ...location, url });
    try {
      const asked = file === null ? await markerIn(questioner, url) : path.basename(file);
      await questioner.probe(asked);
      return { ask: () => questioner.probe(asked), close: () => questioner.close() };
    } catch (error) {
      throw await afterError(error, () => questioner.close());
    }
  } catch (error) {
    if (!(error instanceof TargetError)) throw error;
    const { code, retryable, message } = error;
    throw new TargetError(code, `--victim: ${message}`, { retryable, cause: error });
  }
}

/** The name of the marker, null where there is none for this user to read. */
async function markerIn(questioner: Questioner, url: string): Promise<string | null> {
  try {
    await questioner.probe(MARKER_NAME);
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

/** Null for what is no path, or names no file. */
async function fileOf(url: string): Promise<string | null> {
  if (targetKindOf(url) !== 'posix') return null;
  const found = await stat(url).catch(() => null);
  return found?.isFile() === true ? url : null;
}
