import { nodeTarget } from '../../resource-names.ts';
import type { FaultKind } from '../fault-kind.ts';
import { nodeChanges } from './behaviour.ts';
import { compileNodeFault, isNodeTarget } from './compile.ts';
import type { NodeFault } from './definition.ts';
import { type NodeFaultSection, nodeFaultSchema } from './schema.ts';

/** A node of a farm that dies. */
export const NODE_FAULT: FaultKind<NodeFault, NodeFaultSection> = {
  name: 'node',
  description: 'a node of a farm, such as compute.farm.node[3]',
  verbs: ['fail'],
  schema: nodeFaultSchema,
  claims: isNodeTarget,
  targets: ({ farms }) =>
    farms.flatMap(({ name, nodes }) => [...new Set([nodeTarget(name, 0), nodeTarget(name, nodes - 1)])]),
  compile: (base, _section, place) => compileNodeFault(base, place),
  changes: nodeChanges,
  effect: () => 'fails',
};
