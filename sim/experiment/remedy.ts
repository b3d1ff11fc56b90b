/** The figure that would meet a limit: by arithmetic on the share of one cause, with all else as it is. An estimate. */

import type { Remedy } from '../../models/result.ts';
import { kindOf, unitOf } from '../../models/stages/stage-kinds.ts';
import type { Studio } from '../../models/studio.ts';
import { StudioResources } from '../../models/studio-resources.ts';
import type { MeasuredPart, StageMetric } from './replicated-run.ts';
import { meanServiceSeconds, outstandingOf } from './stage-facts.ts';

/**
 * Returns the figure with which the time of a part becomes `neededSeconds`, which is above 0. A part is in proportion
 * to a time, or inverse to a number or a rate. Undefined where arithmetic cannot tell, or the figure would be less than
 * one.
 */
export function remedyOf(
  { kind, resource, seconds }: MeasuredPart,
  neededSeconds: number,
  { stage, definition }: StageMetric,
  studio: Studio,
): Remedy | undefined {
  const { farm, readerBytesPerSecond } = kindOf(stage).traits(stage);
  const factor = seconds / neededSeconds;
  const shorter = (figure: string, now: number): Remedy => ({
    figure,
    unit: 'seconds',
    now,
    needed: now / factor,
  });
  const faster = (figure: string, now: number): Remedy => ({
    figure,
    unit: 'bytes/s',
    now,
    needed: now * factor,
  });
  const more = (figure: string, now: number): Remedy | undefined => {
    const needed = factor > 1 ? Math.ceil(now * factor) : Math.floor(now * factor);
    return needed < 1 ? undefined : { figure, unit: 'count', now, needed };
  };
  switch (kind) {
    case 'compute':
      return farm === null
        ? undefined
        : shorter(`the time to compute ${unitOf(stage)}`, farm.computeSecondsMean);
    case 'service': {
      const { source } = definition;
      if (source.kind !== 'operations') return undefined;
      return shorter(
        `the service of an operation by ${resource}`,
        meanServiceSeconds(stage, source.operations, resource, studio),
      );
    }
    case 'distance':
      return shorter('the round trip', studio.network.roundTripSeconds);
    case 'transmission':
      return faster(`the bandwidth of ${resource}`, new StudioResources(studio).named(resource).capacity);
    case 'outstanding': {
      const outstanding = outstandingOf(stage);
      return outstanding === null ? undefined : more(`the requests in flight of ${stage.name}`, outstanding);
    }
    case 'device':
      return readerBytesPerSecond === null
        ? undefined
        : faster(`the reader of ${stage.name}`, readerBytesPerSecond);
    case 'outage':
      return undefined;
    case 'queue':
    case 'saturation': {
      const waitedFor = new StudioResources(studio).named(resource);
      switch (waitedFor.kind) {
        case 'farm':
          return more(`the nodes of ${resource}`, waitedFor.farm.nodes);
        case 'link':
          return faster(`the bandwidth of ${resource}`, waitedFor.capacity);
        case 'storage-data':
        case 'storage-metadata':
          return { figure: `the capacity of ${resource}`, unit: 'fraction', now: 1, needed: factor };
      }
    }
  }
}
