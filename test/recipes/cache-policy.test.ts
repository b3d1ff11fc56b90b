/** The recipe for a cache policy in ARCHITECTURE.md, followed from outside: a policy of its own, and one call that registers it. */

import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { cachePolicies, registerCachePolicy } from '../../models/caches/cache-policies.ts';
import { loadScenario } from '../../models/scenario/load.ts';
import { scenarioJsonSchema } from '../../models/scenario/schema.ts';
import type { Fidelity } from '../../models/studio.ts';
import { simulateReplication } from '../../sim/studio/replication.ts';
import { loadInProcess } from '../loadgen/runtime/in-process-load.ts';
import { cacheStudio, cacheText } from '../models/caches/cache-studio.ts';
import { NEWEST_FIRST } from './newest-first-policy.ts';

/** Every frame reads both bundles of 10 kB, of which one fits: whether any is ever held when it is read is up to the policy. */
const OPTIONS = {
  asset: 'bytes: 20kB, bundles: 2',
  read: 'bytes: 20kB, files: 2',
  frames: 10,
  time: '10ms',
};

function caches(policy: string): string {
  return `caches: { scratch: { at: nodes, size: 10kB, read: 1GB/s, policy: ${policy} } }`;
}

test('without the call, scenarios and their schema know nothing of the policy', () => {
  expect(cachePolicies().map(({ name }) => name)).toEqual(['lru']);
  const text = cacheText({ caches: caches('lrv') });
  const [problem] = loadScenario('caches.yaml', (path) => ({ kind: 'text', path, text }), {}).diagnostics;
  expect(problem).toMatchObject({ message: '"lrv" is not one of the choices', help: 'did you mean "lru"?' });
  expect(JSON.stringify(scenarioJsonSchema())).not.toContain('newest-first');
});

describe('a cache policy from outside, registered by one call,', () => {
  let withdraw: () => void;
  beforeAll(() => {
    withdraw = registerCachePolicy(NEWEST_FIRST);
  });
  afterAll(() => withdraw());

  it('is registered once', () => {
    expect(() => registerCachePolicy(NEWEST_FIRST)).toThrow('there already is a cache policy');
  });

  it('is part of the language and of its schema for editors', () => {
    const studio = cacheStudio({ ...OPTIONS, caches: caches('newest-first') });
    expect(studio.caches).toMatchObject([{ policy: 'newest-first' }]);
    expect(JSON.stringify(scenarioJsonSchema())).toContain('what was taken in last gives way first');
  });

  it.each<Fidelity>(['flows', 'operations'])('decides what is held in a simulation as %s', (fidelity) => {
    const held = (policy: string) =>
      simulateReplication(cacheStudio({ ...OPTIONS, fidelity, caches: caches(policy) }), 0).caches[0]!;
    // Either policy keeps the bundle that came last, as one fits; the frame that reads it asks for the other one too.
    for (const policy of ['lru', 'newest-first']) {
      const { bundlesHit, bundlesMissed, bytesHit, bytesMissed } = held(policy);
      expect(bundlesHit + bundlesMissed).toBe(20);
      expect(bytesHit + bytesMissed).toBe(200_000);
    }
  });

  it.each<Fidelity>(['flows', 'operations'])('differs from the one that there is, as %s', (fidelity) => {
    const options = {
      fidelity,
      frames: 200,
      time: '1ms',
      asset: 'bytes: 100kB, bundles: 10, popularity: { zipf: 1.2 }',
      read: 'bytes: 10kB, files: 1',
    };
    const hits = (policy: string) =>
      simulateReplication(cacheStudio({ ...options, caches: caches(policy).replace('10kB', '30kB') }), 0)
        .caches[0]!.bundlesHit;
    expect(hits('newest-first')).not.toBe(hits('lru'));
  });

  it('decides what is held in a load', async () => {
    const studio = cacheStudio({ ...OPTIONS, caches: caches('newest-first') });
    const real = await loadInProcess(studio, { speed: 10 });
    expect(real.caches[0]).toEqual(simulateReplication(studio, 0).caches);
  });
});
