/** A batch whose reads take two hops, a share each: exact in both granularities where nothing varies. */
import { describe, expect, it } from 'vitest';
import type { StorageEnvelope } from '../../../../models/hardware/envelope.ts';
import type { Studio } from '../../../../models/studio.ts';
import { StreamSource } from '../../../../sim/kernel/stream.ts';
import { FlowPerformer } from '../../../../sim/studio/flow-performer.ts';
import { OperationPerformer } from '../../../../sim/studio/operation-performer.ts';
import type { Origin, Performer, Work } from '../../../../sim/studio/performer.ts';
import { StudioModel } from '../../../../sim/studio/studio-model.ts';
import { NetworkPath } from '../../../../sim/world/network/network-path.ts';
import type { Hop } from '../../../../sim/world/path/hop.ts';
import { IoPath, type Legs } from '../../../../sim/world/path/io-path.ts';
import type { PathRewrite } from '../../../../sim/world/path/path-resolver.ts';
import type { Resource } from '../../../../sim/world/resources/resource.ts';
import { FlowService } from '../../../../sim/world/storage/flow-service.ts';
import { LaneService } from '../../../../sim/world/storage/lane-service.ts';
import { serviceIdentity } from '../../../../sim/world/storage/service-identity.ts';
import { arrayOf, studioOn } from '../../studio/queueing-studio.ts';
import { SCRUB } from '../../studio/small-studio.ts';

const ROUND_TRIP = 1e-3;
const FAR_SECONDS = 8e-3;
const NEAR_SECONDS = 2e-3;
const NEAR_SHARE = 0.75;
const READS = 400;

const FAR = arrayOf({ lanes: 4, servers: 1, seconds: FAR_SECONDS, variability: 0.5 });
const NEAR = arrayOf({ lanes: 2, servers: 1, seconds: NEAR_SECONDS, variability: 0.5 });

/** Lets a share of the reads be answered near the client: without a round trip, and without the studio's links. */
function answeredNear<Service extends Resource>(
  service: Service,
  envelope: StorageEnvelope,
): PathRewrite<Service> {
  return (path) => {
    const [far] = path.hops;
    const way = new NetworkPath([], path.way.bytesPerSecond);
    const near: Hop<Service> = { ...far!, service, envelope, latencySeconds: 0, way };
    const reads = [
      { hop: far!, place: 0, share: 1 - NEAR_SHARE },
      { hop: near, place: 1, share: NEAR_SHARE },
    ];
    const ofFar = path.legsOf('lookup');
    const legs: Legs<Service> = {
      lookup: ofFar,
      getattr: ofFar,
      access: ofFar,
      readdir: ofFar,
      create: ofFar,
      rename: ofFar,
      remove: ofFar,
      write: ofFar,
      commit: ofFar,
      read: reads,
    };
    return new IoPath([far!, near], legs, path.way, { route: 'near' });
  };
}

const studio: Studio = studioOn(FAR, [SCRUB], { durationSeconds: 60 }, ROUND_TRIP);
const identity = serviceIdentity({ name: 'storage', kind: 'storage-data' }, 'near');

const GRANULARITIES: readonly (readonly [
  name: string,
  make: (model: StudioModel, streams: StreamSource) => readonly [Performer, near: Resource],
])[] = [
  [
    'flows',
    (model, streams) => {
      const near = model.resources.addCrossed(
        new FlowService(model.simulation, model.fluid, identity, NEAR.data, streams),
      );
      return [new FlowPerformer(model, studio.storage, streams, [answeredNear(near, NEAR)]), near];
    },
  ],
  [
    'operations',
    (model, streams) => {
      const stream = streams.stream('near', 'service times');
      const near = model.resources.add(new LaneService(model.simulation, identity, NEAR.data, stream));
      return [
        new OperationPerformer(model, studio.storage, streams, undefined, [answeredNear(near, NEAR)]),
        near,
      ];
    },
  ],
];

describe.each(GRANULARITIES)('%s', (_, make) => {
  const streams = new StreamSource('hops', 0);
  const model = new StudioModel(studio, streams);
  const [performer, near] = make(model, streams);
  const work: Work = {
    kind: 'perform',
    step: 'scrub',
    client: { kind: 'workstation', stage: SCRUB.name, seat: 0 },
    batch: {
      dataset: { storage: 'hot', directory: 'proxies', files: 1000 },
      counts: { lookup: 100, read: READS },
      readBytes: READS * 1000,
      writeBytes: 0,
      pacing: { kind: 'closed', outstanding: 1 },
      firstFile: 0,
      distinctFiles: 1000,
      clientBytesPerSecond: Number.POSITIVE_INFINITY,
    },
  };
  const origin: Origin = {
    task: 'task',
    batches: 0,
    recorder: model.recorders.get(SCRUB.name)!,
    history: null,
  };
  const process = model.simulation.spawn(performer.perform(work, origin)!);
  model.simulation.run();
  const { now } = model.simulation;
  const farVisits = 100 + READS * (1 - NEAR_SHARE);
  const nearVisits = READS * NEAR_SHARE;

  it('takes the time of each hop for its share of the operations', () => {
    expect(process.state).toBe('returned');
    const seconds = farVisits * (ROUND_TRIP + FAR_SECONDS) + nearVisits * NEAR_SECONDS;
    expect(now).toBeCloseTo(seconds, 4);
  });

  it('keeps each hop busy for its share', () => {
    const [far] = performer.services;
    expect(far!.usedSeconds(now)).toBeCloseTo((farVisits * FAR_SECONDS) / 4, 6);
    expect(near.usedSeconds(now)).toBeCloseTo((nearVisits * NEAR_SECONDS) / 2, 6);
  });

  it('sends the payload of a hop over the links of that hop alone', () => {
    const bytes = READS * (1 - NEAR_SHARE) * 1000;
    expect(model.network.core.usedIntegral(now)).toBeCloseTo(bytes, 0);
  });

  it('records every operation under the metrics of its step', () => {
    const recorded = model.recorders.get(SCRUB.name)!.observations['scrub']!;
    expect(recorded.reduce((sum, slice) => sum + (slice?.count ?? 0), 0)).toBe(READS);
  });
});
