import type { StreamSource } from '../../models/random.ts';
import type { StageDefinition, Studio } from '../../models/studio.ts';
import { FluidNetwork } from '../kernel/fluid.ts';
import { Simulation } from '../kernel/simulation.ts';
import { FarmModel } from './farm-model.ts';
import { NetworkModel } from './network-model.ts';
import type { ObservedService } from './performer.ts';
import { StageRecorder } from './recorder.ts';
import type { Gauge } from './timeline-recorder.ts';
import { TrafficMeter } from './traffic-meter.ts';
import { WarmupSlices } from './warmup-slices.ts';

/** What each storage system has served, by its name. */
export type TrafficMeters = ReadonlyMap<string, TrafficMeter>;

/** The compiled studio set up on the kernel, but for its storage, which the performer sets up at its granularity. */
export class StudioModel {
  readonly simulation = new Simulation();
  readonly fluid = new FluidNetwork(this.simulation);
  readonly network: NetworkModel;
  readonly meters: TrafficMeters;
  readonly farms: ReadonlyMap<string, FarmModel>;
  readonly recorders: ReadonlyMap<string, StageRecorder>;

  constructor(studio: Studio, streams: StreamSource) {
    this.network = new NetworkModel(this.fluid, studio.network);
    this.meters = byName(studio.storage, ({ name }) => new TrafficMeter(this.fluid, name));
    this.farms = byName(studio.farms, (farm) => new FarmModel(this.simulation, farm));
    const slices = new WarmupSlices(studio.run);
    this.recorders = byName(
      studio.stages,
      (stage: StageDefinition) => new StageRecorder(stage, studio, slices, streams),
    );
  }

  /** Everything that the timeline shows, in the order in which it is reported. */
  *gauges(services: readonly ObservedService[]): Generator<Gauge> {
    for (const farm of this.farms.values()) yield* farmGauges(farm);
    for (const [name, meter] of this.meters) yield* trafficGauges(name, meter);
    for (const service of services) {
      yield utilizationGauge(service.name, (now) => service.utilizationIntegral(now));
    }
    for (const link of [this.network.core, ...this.network.uplinks]) {
      yield utilizationGauge(link.name, (now) => link.usedIntegral(now) / link.capacity);
    }
  }
}

function byName<T extends { readonly name: string }, V>(
  items: readonly T[],
  make: (item: T) => V,
): ReadonlyMap<string, V> {
  return new Map(items.map((item) => [item.name, make(item)]));
}

function utilizationGauge(name: string, integral: Gauge['integral']): Gauge {
  return {
    name: `${name} utilization`,
    title: `Utilization of ${name}`,
    unit: 'fraction',
    group: 'utilization',
    integral,
  };
}

function* farmGauges(farm: FarmModel): Generator<Gauge> {
  const { name, gpus } = farm;
  yield {
    name: `${name}.queue`,
    title: `Frames waiting for a GPU of ${name}`,
    unit: 'count',
    group: 'queue',
    integral: (now) => farm.queueIntegral(now),
  };
  yield {
    name: `${name}.gpusInUse`,
    title: `GPUs of ${name} in use`,
    unit: 'count',
    group: 'farm',
    integral: (now) => farm.busyIntegral(now),
  };
  yield {
    name: `${name}.gpusIdleOnStorage`,
    title: `GPUs of ${name} held by frames that wait for storage`,
    unit: 'count',
    group: 'farm',
    integral: (now) => farm.waitingIntegral(now),
  };
  yield {
    name: `compute.${name} utilization`,
    title: `Share of the GPUs of ${name} in use`,
    unit: 'fraction',
    group: 'utilization',
    integral: (now) => farm.busyIntegral(now) / gpus,
  };
}

function* trafficGauges(storage: string, meter: TrafficMeter): Generator<Gauge> {
  yield {
    name: `${storage}.readThroughput`,
    title: `Read from ${storage}`,
    unit: 'bytes/s',
    group: 'throughput',
    integral: (now) => meter.readBytes(now),
  };
  yield {
    name: `${storage}.writeThroughput`,
    title: `Written to ${storage}`,
    unit: 'bytes/s',
    group: 'throughput',
    integral: (now) => meter.writtenBytes(now),
  };
  yield {
    name: `${storage}.metadataRate`,
    title: `Metadata operations on ${storage}`,
    unit: 'operations/s',
    group: 'metadata',
    integral: (now) => meter.metadataOperations(now),
  };
}
