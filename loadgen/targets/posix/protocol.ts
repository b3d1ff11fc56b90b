import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Protocol } from '../protocol.ts';
import { checkLocalPlace } from './local-place.ts';
import { openPathProber } from './path-prober.ts';

const QUEUE_DEPTH = 64;
/** Each thread waits in its calls, so that a machine of few processors needs more threads than it has. */
const THREADS_MIN = 8;

/** A directory of this machine: a local file system, or what is mounted over NFS or SMB. */
const PATH: Protocol = {
  name: 'posix',
  module: import.meta.url,
  scheme: null,
  form: 'a directory',
  label: 'a mounted path',
  mistakenSchemes: { file: 'give the path alone' },
  isOneCallPerThread: true,

  threads: (processors) => Math.max(THREADS_MIN, processors),

  async open({ url, direct, syncOnCommit, connections }) {
    // First from another thread, which may wait: a mount whose server is gone would hold this one, and Ctrl-C with it.
    await stat(url).catch(() => undefined);
    const { PosixTarget } = await import('./posix-target.ts');
    return new PosixTarget(url, { direct, syncOnCommit, queueDepth: connections ?? QUEUE_DEPTH });
  },

  async openProber({ url }) {
    return openPathProber(url);
  },

  async identify(url, target, consents) {
    const { type, source } = checkLocalPlace(url, consents);
    const uid = process.getuid?.() ?? null;
    return { device: `${type} ${source}`, inode: (await target.getattr('')).identity, uid };
  },

  async fileOf(url) {
    const found = await stat(url).catch(() => null);
    return found?.isFile() === true ? { directory: path.dirname(url), name: path.basename(url) } : null;
  },
};

export default PATH;
