import { farmResource, nodeTarget } from '../../resource-names.ts';
import * as faultProblems from '../../scenario/fault-problems.ts';
import type { FaultBase } from '../fault.ts';
import type { FaultPlace } from '../fault-kind.ts';
import type { NodeFault } from './definition.ts';

/** The form of a node, right or wrong: "compute.farm.node[3]". */
const FORM = /^compute\.(.+)\.node\[([^\]]*)\]$/;

/** Returns whether a target has the form of a node. */
export function isNodeTarget(target: string): boolean {
  return FORM.test(target);
}

export function compileNodeFault(
  base: FaultBase,
  { verb, path, studio, compilation, unknownTarget }: FaultPlace,
): NodeFault | undefined {
  const [, farm = '', text = ''] = FORM.exec(base.target) ?? [];
  const at = [...path, verb];
  if (verb !== 'fail') {
    compilation.faultOfKey(at, faultProblems.failsAsAWhole(base.target));
    return undefined;
  }
  if (!studio.names.farms.includes(farm)) return unknownTarget();
  const node = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  const nodes = studio.farms.find(({ name }) => name === farm)?.nodes;
  if (nodes === undefined) return undefined;
  if (!(node < nodes)) {
    const last = nodeTarget(farm, nodes - 1);
    compilation.fault(at, faultProblems.noSuchMember(farmResource(farm), 'node', text, nodes, last));
    return undefined;
  }
  return { kind: 'node', ...base, target: nodeTarget(farm, node), farm, node };
}
