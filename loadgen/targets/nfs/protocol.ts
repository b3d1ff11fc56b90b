import { networkThreads } from '../network-threads.ts';
import type { Protocol } from '../protocol.ts';
import { proberOn } from '../target-prober.ts';
import { parseNfsUrl } from './nfs-url.ts';

/** A directory of an NFS export, without a mount. */
const NFS: Protocol = {
  name: 'nfs',
  module: import.meta.url,
  scheme: 'nfs',
  form: 'nfs://host/export/directory',
  label: 'NFSv3 over TCP',
  isOneCallPerThread: false,

  threads: networkThreads,

  async open({ url, connections }) {
    const { openNfsTarget } = await import('./nfs-target.ts');
    return openNfsTarget(url, connections === null ? {} : { connections });
  },

  async openProber(location) {
    return proberOn(await NFS.open({ ...location, connections: 1 }));
  },

  /** The server may have many names and addresses; its handle is the same at all of them. */
  async identify(url, target) {
    const { uid } = parseNfsUrl(url);
    return { device: 'nfs', inode: (await target.getattr('')).identity, uid };
  },
};

export default NFS;
