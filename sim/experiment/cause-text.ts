/** Causes in words. Each sentence is true whatever the studio: it states what was measured, and its figures. */

import { changesOf } from '../../models/faults/fault-kinds.ts';
import { farmResource, UPLINKS } from '../../models/resource-names.ts';
import type { Remedy } from '../../models/result.ts';
import { kindOf, unitOf } from '../../models/stages/stage-kinds.ts';
import type { Studio } from '../../models/studio.ts';
import { StudioResources } from '../../models/studio-resources.ts';
import { formatQuantity } from '../../models/units.ts';
import type { MeasuredPart, StageMetric } from './replicated-run.ts';
import { meanPayloadBytes, meanServiceSeconds, outstandingOf } from './stage-facts.ts';

/** "14h 2min of 15h 10min (93%) is spent in the queue of compute.gpu, which has 200 GPUs" */
export function shareSentence(part: MeasuredPart, value: number, where: StageMetric, studio: Studio): string {
  const time = formatQuantity(part.seconds, 'seconds');
  const whole = formatQuantity(value, 'seconds');
  const share = formatQuantity(part.seconds / value, 'fraction');
  return `${time} of ${whole} (${share}) ${spentOn(part, where, studio)}`;
}

function spentOn({ kind, resource }: MeasuredPart, where: StageMetric, studio: Studio): string {
  const { stage, definition } = where;
  const { farm, readerBytesPerSecond } = kindOf(stage).traits(stage);
  const { source } = definition;
  const kinds = source.kind === 'operations' ? source.operations : null;
  switch (kind) {
    case 'queue': {
      const faults = faultsOf(resource, studio);
      const waitedFor = new StudioResources(studio).named(resource);
      switch (waitedFor.kind) {
        case 'farm':
          return `is spent in the queue of ${resource}, which has ${counted(waitedFor.capacity, 'GPU')}${exceptIn(faults)}`;
        case 'link':
          return `is spent waiting behind other traffic on ${resource}${alsoIn(faults)}`;
        case 'storage-data':
        case 'storage-metadata':
          return `is spent waiting behind other requests at ${resource}${alsoIn(faults)}`;
      }
    }
    case 'outage': {
      const again = farm !== null && farmResource(farm.name) === resource;
      return again
        ? `is lost to outages of ${resource} or of its nodes: it is down, or ${unitOf(stage)} is killed and tried again`
        : `is lost to outages of ${resource}, which is down meanwhile`;
    }
    case 'saturation':
      return `passes at the pace of ${resource}, which is saturated meanwhile`;
    case 'service': {
      if (kinds === null)
        return `is the service itself: ${resource} works on its requests, which wait for nothing`;
      const served = formatQuantity(meanServiceSeconds(stage, kinds, resource, studio), 'seconds');
      const bytes = kinds.length === 1 ? meanPayloadBytes(stage, kinds[0]!) : 0;
      const payload = bytes > 0 ? `a ${kinds[0]} of ${formatQuantity(bytes, 'bytes')}` : 'an operation';
      return `is the service itself: ${resource} takes ${served} on average for ${payload} when nothing else goes on`;
    }
    case 'compute':
      return `is spent computing${farm === null ? '' : `: ${unitOf(stage)} takes ${formatQuantity(farm.computeSecondsMean, 'seconds')} on average`}`;
    case 'distance': {
      const roundTrip = formatQuantity(studio.network.roundTripSeconds, 'seconds');
      return `is distance: a round trip to the storage takes ${roundTrip}`;
    }
    case 'transmission': {
      const rate = formatQuantity(new StudioResources(studio).named(resource).capacity, 'bytes/s');
      const bytes = kinds?.length === 1 ? meanPayloadBytes(stage, kinds[0]!) : 0;
      const payload = bytes > 0 ? `${formatQuantity(bytes, 'bytes')} on average` : 'its data';
      return `is the time to send ${payload} over ${resource} at ${rate}`;
    }
    case 'outstanding': {
      const outstanding = counted(outstandingOf(stage) ?? 0, 'request');
      return `is added by the client's own limit of ${outstanding} in flight: the next one goes when an answer is back`;
    }
    case 'device':
      return `is set by the client's own device${readerBytesPerSecond === null ? '' : `, which reads ${formatQuantity(readerBytesPerSecond, 'bytes/s')}`}`;
  }
}

/** "It would be met with the nodes of compute.gpu at about 136 instead of 100, if all else stayed as it is" */
export function remedySentence({ figure, unit, now, needed }: Remedy): string {
  const [from, to] = [formatQuantity(now, unit), formatQuantity(needed, unit)];
  return `It would be met with ${figure} at about ${to} instead of ${from}, if all else stayed as it is`;
}

/** Returns the names of the faults that strike a resource or a part of it. */
function faultsOf(resource: string, { faults = [] }: Studio): readonly string[] {
  const isOn = (target: string) =>
    target === resource ||
    target.startsWith(`${resource}.`) ||
    (resource === UPLINKS && target.startsWith('network.uplink['));
  return faults
    .filter((fault) => changesOf(fault).some(({ target }) => isOn(target)))
    .map(({ name }) => `“${name}”`);
}

function exceptIn(faults: readonly string[]): string {
  return faults.length === 0 ? '' : ` except while ${faults.join(', ')} lasts`;
}

function alsoIn(faults: readonly string[]): string {
  return faults.length === 0 ? '' : `, or while ${faults.join(', ')} lasts`;
}

function counted(count: number, noun: string): string {
  return `${formatQuantity(count, 'count')} ${noun}${count === 1 ? '' : 's'}`;
}
