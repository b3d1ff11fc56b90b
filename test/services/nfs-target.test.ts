import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openNfsTarget } from '../../loadgen/targets/nfs/nfs-target.ts';
import { type Ganesha, startGanesha, whyNoGanesha } from './ganesha.ts';
import { skipUnlessInstalled } from './installed.ts';
import { describeTarget } from './target-conformance.ts';

const WHY_NOT = whyNoGanesha();

test('nfs-ganesha is installed', ({ skip }) => {
  skipUnlessInstalled(skip, WHY_NOT);
  expect(WHY_NOT).toBeNull();
});

describe.skipIf(WHY_NOT !== null)('nfs-ganesha', () => {
  let server: Ganesha;

  beforeAll(async () => {
    server = await startGanesha();
  });

  afterAll(() => server?.stop());

  describe.each([1, 3])('over %i connections', (connections) => {
    describeTarget('an NFS export', () =>
      openNfsTarget(`${server.url}?${server.options}&connections=${connections}`),
    );
  });
});
