import type { StreamSource } from '../../models/random.ts';
import type { StageDefinition, Studio } from '../../models/studio.ts';
import { FluidNetwork, type FluidResource } from '../kernel/fluid.ts';
import { Simulation } from '../kernel/simulation.ts';
import { FarmModel } from './farm-model.ts';
import { NetworkModel } from './network-model.ts';
import { StageRecorder } from './recorder.ts';
import { StorageModel } from './storage-model.ts';
import type { Gauge } from './timeline-recorder.ts';
import { TrafficMeter } from './traffic-meter.ts';
import { WarmupSlices } from './warmup-slices.ts';

/** The compiled studio set up on the kernel: every piece of hardware as stations and fluid resources. */
export class StudioModel {
  readonly simulation = new Simulation();
  readonly fluid = new FluidNetwork(this.simulation);
  readonly network: NetworkModel;
  readonly storage: ReadonlyMap<string, StorageModel>;
  readonly meters: ReadonlyMap<string, TrafficMeter>;
  readonly farms: ReadonlyMap<string, FarmModel>;
  readonly recorders: ReadonlyMap<string, StageRecorder>;

  constructor(studio: Studio, streams: StreamSource) {
    this.network = new NetworkModel(this.fluid, studio.network);
    this.storage = byName(studio.storage, (system) => new StorageModel(this.fluid, system));
    this.meters = byName(studio.storage, () => new TrafficMeter());
    this.farms = byName(studio.farms, (farm) => new FarmModel(this.simulation, farm));
    const slices = new WarmupSlices(studio.run);
    this.recorders = byName(
      studio.stages,
      (stage: StageDefinition) => new StageRecorder(stage, slices, streams),
    );
  }

  /** Everything that the timeline shows, in the order in which it is reported. */
  *gauges(): Generator<Gauge> {
    for (const farm of this.farms.values()) yield* farmGauges(farm);
    for (const [name, meter] of this.meters) yield* trafficGauges(name, meter);
    for (const storage of this.storage.values()) {
      yield utilizationGauge(storage.data.resource);
      if (storage.metadata.resource !== storage.data.resource)
        yield utilizationGauge(storage.metadata.resource);
    }
    yield utilizationGauge(this.network.core);
    for (const uplink of this.network.uplinks) yield utilizationGauge(uplink);
  }
}

function byName<T extends { readonly name: string }, V>(
  items: readonly T[],
  make: (item: T) => V,
): ReadonlyMap<string, V> {
  return new Map(items.map((item) => [item.name, make(item)]));
}

function utilizationGauge(resource: FluidResource): Gauge {
  return {
    name: `${resource.name} utilization`,
    title: `Utilization of ${resource.name}`,
    unit: 'fraction',
    group: 'utilization',
    integral: (now) => resource.usedIntegral(now) / resource.capacity,
  };
}

function* farmGauges(farm: FarmModel): Generator<Gauge> {
  const { name, station, gpus } = farm;
  yield {
    name: `${name}.queue`,
    title: `Frames waiting for a GPU of ${name}`,
    unit: 'count',
    group: 'queue',
    integral: (now) => station.queueIntegral(now),
  };
  yield {
    name: `${name}.gpusInUse`,
    title: `GPUs of ${name} in use`,
    unit: 'count',
    group: 'farm',
    integral: (now) => station.busyIntegral(now),
  };
  yield {
    name: `${name}.gpusIdleOnStorage`,
    title: `GPUs of ${name} held by frames that wait for storage`,
    unit: 'count',
    group: 'farm',
    integral: (now) => station.busyIntegral(now) - farm.computingIntegral(now),
  };
  yield {
    name: `compute.${name} utilization`,
    title: `Share of the GPUs of ${name} in use`,
    unit: 'fraction',
    group: 'utilization',
    integral: (now) => station.busyIntegral(now) / gpus,
  };
}

function* trafficGauges(storage: string, meter: TrafficMeter): Generator<Gauge> {
  yield {
    name: `${storage}.readThroughput`,
    title: `Read from ${storage}`,
    unit: 'bytes/s',
    group: 'throughput',
    integral: () => meter.readBytes,
  };
  yield {
    name: `${storage}.writeThroughput`,
    title: `Written to ${storage}`,
    unit: 'bytes/s',
    group: 'throughput',
    integral: () => meter.writtenBytes,
  };
  yield {
    name: `${storage}.metadataRate`,
    title: `Metadata operations on ${storage}`,
    unit: 'operations/s',
    group: 'metadata',
    integral: () => meter.metadataOperations,
  };
}
