import { NodeCaches } from '../../models/caches/node-caches.ts';
import type { StreamSource } from '../../models/random.ts';
import { utilizationMeasure } from '../../models/resource-names.ts';
import type { StageDefinition, Studio } from '../../models/studio.ts';
import { FluidNetwork } from '../kernel/fluid.ts';
import { Simulation } from '../kernel/simulation.ts';
import { FarmModel } from '../runtime/farm-model.ts';
import { WHOLE } from '../runtime/share.ts';
import { FarmResource } from '../world/farm/farm-resource.ts';
import { type FaultTarget, nodeNamed } from '../world/faults/fault-target.ts';
import { NetworkModel } from '../world/network/network-model.ts';
import type { Resource } from '../world/resources/resource.ts';
import { ResourceRegistry } from '../world/resources/resource-registry.ts';
import { TrafficMeter } from '../world/storage/traffic-meter.ts';
import { StageRecorder } from './recorder.ts';
import type { Gauge } from './timeline-recorder.ts';
import { WarmupSlices } from './warmup-slices.ts';

/** Meters of the work that each storage system has served, by its name. */
export type TrafficMeters = ReadonlyMap<string, TrafficMeter>;

/** The compiled studio set up on the kernel, but for its storage, which the performer sets up at its granularity. */
export class StudioModel {
  readonly simulation = new Simulation();
  readonly fluid = new FluidNetwork(this.simulation);
  readonly resources = new ResourceRegistry();
  readonly network: NetworkModel;
  readonly meters: TrafficMeters;
  readonly caches: NodeCaches;
  readonly farms: ReadonlyMap<string, FarmModel>;
  readonly farmResources: readonly FarmResource[];
  readonly recorders: ReadonlyMap<string, StageRecorder>;

  constructor(studio: Studio, streams: StreamSource) {
    this.network = new NetworkModel(this.simulation, this.fluid, studio.network, this.resources);
    this.meters = byName(studio.storage, ({ name }) => new TrafficMeter(this.fluid, name));
    this.caches = new NodeCaches(studio.caches ?? []);
    this.farms = byName(
      studio.farms,
      (farm) =>
        new FarmModel(
          this.simulation,
          farm,
          WHOLE,
          studio.scheduling?.policy,
          studio.scheduling?.attemptsMax,
        ),
    );
    for (const [name, farm] of this.farms) farm.onNodeFailure = (node) => this.caches.clear(name, node);
    this.farmResources = [...this.farms.values()].map((farm) =>
      this.resources.add(new FarmResource(this.simulation, farm)),
    );
    const slices = new WarmupSlices(studio.run);
    this.recorders = byName(
      studio.stages,
      (stage: StageDefinition) => new StageRecorder(stage, studio, slices, streams),
    );
  }

  /** Returns what a fault may strike under a name: a node of a farm, a resource, or all resources of a group. */
  faultTargets(name: string): readonly FaultTarget[] {
    const node = nodeNamed(name, this.farms);
    return node === undefined ? this.resources.named(name) : [node];
  }

  /** Everything that the timeline shows, in the order in which it is reported. */
  *gauges(services: readonly Resource[]): Generator<Gauge> {
    for (const farm of this.farmResources) yield* farmGauges(farm);
    for (const [name, meter] of this.meters) yield* trafficGauges(name, meter);
    for (const resource of [...services, this.network.core, ...this.network.uplinks]) {
      yield utilizationGauge(resource, `Utilization of ${resource.id}`);
    }
  }
}

function byName<T extends { readonly name: string }, V>(
  items: readonly T[],
  make: (item: T) => V,
): ReadonlyMap<string, V> {
  return new Map(items.map((item) => [item.name, make(item)]));
}

function utilizationGauge(resource: Resource, title: string): Gauge {
  return {
    name: utilizationMeasure(resource.id),
    title,
    unit: 'fraction',
    group: 'utilization',
    resource,
    integral: (now) => resource.usedSeconds(now),
  };
}

function* farmGauges(resource: FarmResource): Generator<Gauge> {
  const { farm } = resource;
  const { name } = farm;
  yield {
    name: `${name}.queue`,
    title: `Frames waiting for a GPU of ${name}`,
    unit: 'count',
    group: 'queue',
    resource: null,
    integral: (now) => farm.queueIntegral(now),
  };
  yield {
    name: `${name}.gpusInUse`,
    title: `GPUs of ${name} in use`,
    unit: 'count',
    group: 'farm',
    resource: null,
    integral: (now) => farm.busyIntegral(now),
  };
  yield {
    name: `${name}.gpusIdleOnStorage`,
    title: `GPUs of ${name} held by frames that wait for storage`,
    unit: 'count',
    group: 'farm',
    resource: null,
    integral: (now) => farm.waitingIntegral(now),
  };
  yield utilizationGauge(resource, `Share of the GPUs of ${name} in use`);
}

function* trafficGauges(storage: string, meter: TrafficMeter): Generator<Gauge> {
  yield {
    name: `${storage}.readThroughput`,
    title: `Read from ${storage}`,
    unit: 'bytes/s',
    group: 'throughput',
    resource: null,
    integral: (now) => meter.readBytes(now),
  };
  yield {
    name: `${storage}.writeThroughput`,
    title: `Written to ${storage}`,
    unit: 'bytes/s',
    group: 'throughput',
    resource: null,
    integral: (now) => meter.writtenBytes(now),
  };
  yield {
    name: `${storage}.metadataRate`,
    title: `Metadata operations on ${storage}`,
    unit: 'operations/s',
    group: 'metadata',
    resource: null,
    integral: (now) => meter.metadataOperations(now),
  };
}
