import { SafetyRefusal } from '../../safety/refusal.ts';
import { networkThreads } from '../network-threads.ts';
import type { Protocol } from '../protocol.ts';
import { proberOn } from '../target-prober.ts';
import { parseLocation } from './location.ts';

/** A prefix of a bucket. */
const S3: Protocol = {
  name: 's3',
  module: import.meta.url,
  scheme: 's3',
  form: 's3://bucket/prefix?endpoint=URL',
  label: 'S3 over HTTP',
  isOneCallPerThread: false,

  threads: networkThreads,

  async open({ url, credentialsFile, profile, connections }) {
    const { openS3Target } = await import('./open-s3-target.ts');
    return openS3Target(url, {
      ...(credentialsFile !== null && { credentialsFile }),
      ...(profile !== null && { profile }),
      ...(connections !== null && { connectionsMax: connections }),
    });
  },

  async openProber(location) {
    return proberOn(await S3.open({ ...location, connections: 1 }));
  },

  async identify(url) {
    const { bucket, prefix } = parseLocation(url, process.env);
    if (prefix === '') {
      throw new SafetyRefusal(
        'bucket-root',
        `a whole bucket is no place for a load: name a prefix, s3://${bucket}/headroom`,
      );
    }
    return { device: `s3 ${bucket}`, inode: prefix, uid: null };
  },
};

export default S3;
