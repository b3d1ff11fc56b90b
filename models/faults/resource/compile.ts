import { CORE, farmResource, UPLINKS, uplinkTarget } from '../../resource-names.ts';
import * as faultProblems from '../../scenario/fault-problems.ts';
import * as problems from '../../scenario/problems.ts';
import { formatQuantity } from '../../units.ts';
import type { FaultBase } from '../fault.ts';
import type { FaultableStudio, FaultPlace } from '../fault-kind.ts';
import type { ResourceFault } from './definition.ts';
import type { ResourceFaultSection } from './schema.ts';

/** The form of one uplink, right or wrong: "network.uplink[3]". */
const UPLINK = /^network\.uplink\[([^\]]*)\]$/;

export function compileResourceFault(
  base: FaultBase,
  { to }: ResourceFaultSection,
  place: FaultPlace,
): ResourceFault | undefined {
  const { verb, path, compilation } = place;
  if (verb === 'degrade' && to === undefined) {
    compilation.faultOfKey(path, problems.missingKey('to', 'the share of its capacity that it keeps'));
    return undefined;
  }
  if (verb === 'fail' && to !== undefined) {
    compilation.faultOfKey(
      [...path, 'to'],
      problems.notOneForm('"to" goes with "degrade"', 'write "degrade" in place of "fail", or remove it'),
    );
    return undefined;
  }
  const target = knownTarget(base.target, place);
  if (target === undefined) return undefined;
  const share = to ?? 0;
  return leavesWholeGpus(target, share, place) ? { kind: 'resource', ...base, target, share } : undefined;
}

/** Returns all targets of a studio but single uplinks, of which it returns the first and the last. */
export function resourceTargets({ network, names }: FaultableStudio): readonly string[] {
  const racks = network === undefined ? [] : [0, network.racks - 1];
  return [
    CORE,
    UPLINKS,
    ...new Set(racks.map(uplinkTarget)),
    ...names.services,
    ...names.farms.map(farmResource),
  ];
}

/** Returns the target by its own name: a service that answers for another is that other one. */
function knownTarget(text: string, { verb, path, studio, compilation, unknownTarget }: FaultPlace) {
  const uplink = UPLINK.exec(text)?.[1];
  if (uplink !== undefined && studio.network !== undefined) {
    const { racks } = studio.network;
    if (/^\d+$/.test(uplink) && Number(uplink) < racks) return uplinkTarget(Number(uplink));
    const last = uplinkTarget(racks - 1);
    compilation.fault(
      [...path, verb],
      faultProblems.noSuchMember('the network', 'uplink', uplink, racks, last),
    );
    return undefined;
  }
  if (!resourceTargets(studio).includes(text)) return unknownTarget();
  return studio.answeredBy(text);
}

/** Whether a share of a farm is some of its GPUs, and not all; reports it where it is not. */
function leavesWholeGpus(target: string, share: number, { path, studio, compilation }: FaultPlace): boolean {
  const farm = studio.farms.find(({ name }) => farmResource(name) === target);
  if (farm === undefined || share === 0) return true;
  const gpus = farm.nodes * farm.gpusPerNode;
  const left = Math.round(share * gpus);
  if (left > 0 && left < gpus) return true;
  const text = formatQuantity(share, 'fraction');
  compilation.fault([...path, 'to'], faultProblems.noWholeGpus(text, target, gpus, left));
  return false;
}
