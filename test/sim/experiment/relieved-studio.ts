/** A studio in which the cause of an objective is relieved: what a reader of the cause would do about it. */

import type { Distribution } from '../../../models/distributions/distribution.ts';
import type { StorageEnvelope } from '../../../models/hardware/envelope.ts';
import type { CausePart } from '../../../models/result.ts';
import type { Studio } from '../../../models/studio.ts';
import { type ShippedStage, shipped } from '../../shipped-stage.ts';

/** The studio with twice as much, or half as long, of what a cause names, for the stage of the metric. */
export function relieved(studio: Studio, stage: string, { kind, resource }: CausePart): Studio {
  const { network } = studio;
  switch (kind) {
    case 'queue':
    case 'saturation':
      if (resource.startsWith('compute.')) return withNodes(studio, resource);
      return resource.startsWith('network.')
        ? fasterLink(studio, resource)
        : fasterStorage(studio, resource, twiceTheCapacity);
    case 'service':
      return fasterStorage(studio, resource, (envelope) => halfTheService(twiceTheCapacity(envelope)));
    case 'compute':
      return changed(studio, stage, (each) =>
        each.kind === 'render' ? { ...each, computeSeconds: halved(each.computeSeconds) } : each,
      );
    case 'distance':
      return { ...studio, network: { ...network, roundTripSeconds: network.roundTripSeconds / 2 } };
    case 'transmission':
      return fasterLink(studio, resource);
    case 'outstanding':
      return changed(studio, stage, (each) =>
        each.kind === 'metadata' ? each : { ...each, outstanding: 2 * each.outstanding },
      );
    case 'outage':
      return { ...studio, faults: [] };
    case 'device':
      return changed(studio, stage, (each) =>
        each.kind === 'ingest' ? { ...each, readerBytesPerSecond: 2 * each.readerBytesPerSecond } : each,
      );
  }
}

function changed(studio: Studio, name: string, change: (stage: ShippedStage) => ShippedStage): Studio {
  return {
    ...studio,
    stages: studio.stages.map((stage) => (stage.name === name ? change(shipped(stage)) : stage)),
  };
}

function withNodes(studio: Studio, resource: string): Studio {
  return {
    ...studio,
    farms: studio.farms.map((farm) =>
      resource === `compute.${farm.name}` ? { ...farm, nodes: 2 * farm.nodes } : farm,
    ),
  };
}

function fasterLink(studio: Studio, resource: string): Studio {
  const field = {
    'network.hosts': 'hostBytesPerSecond',
    'network.uplinks': 'uplinkBytesPerSecond',
    'network.core': 'coreBytesPerSecond',
  }[resource]!;
  const network = { ...studio.network, [field]: 2 * studio.network[field as 'coreBytesPerSecond'] };
  return { ...studio, network };
}

function fasterStorage(
  studio: Studio,
  resource: string,
  change: (envelope: StorageEnvelope) => StorageEnvelope,
): Studio {
  const name = resource.slice(resource.indexOf('.') + 1);
  return {
    ...studio,
    storage: studio.storage.map((system) =>
      system.name === name ? { ...system, envelope: change(system.envelope) } : system,
    ),
  };
}

function twiceTheCapacity(envelope: StorageEnvelope): StorageEnvelope {
  return {
    ...envelope,
    readBytesPerSecond: 2 * envelope.readBytesPerSecond,
    writeBytesPerSecond: 2 * envelope.writeBytesPerSecond,
    readOperationsPerSecond: 2 * envelope.readOperationsPerSecond,
    writeOperationsPerSecond: 2 * envelope.writeOperationsPerSecond,
    metadataOperationsPerSecond: 2 * envelope.metadataOperationsPerSecond,
  };
}

function halfTheService(envelope: StorageEnvelope): StorageEnvelope {
  const quicker = ({ idleResponseSeconds, ...law }: StorageEnvelope['data']) => ({
    ...law,
    idleResponseSeconds: idleResponseSeconds / 2,
  });
  return {
    ...envelope,
    streamBytesPerSecond: 2 * envelope.streamBytesPerSecond,
    data: quicker(envelope.data),
    metadata: quicker(envelope.metadata),
  };
}

function halved(distribution: Distribution): Distribution {
  if (distribution.kind !== 'exponential') throw new Error('frames of random studios take exponential times');
  return { ...distribution, mean: distribution.mean / 2 };
}
