import type { FaultKind } from '../fault-kind.ts';
import { resourceChanges, resourceEffect } from './behaviour.ts';
import { compileResourceFault, resourceTargets } from './compile.ts';
import type { ResourceFault } from './definition.ts';
import { type ResourceFaultSection, resourceFaultSchema } from './schema.ts';

/** A link, a service of a storage system or a farm that fails or degrades. */
export const RESOURCE_FAULT: FaultKind<ResourceFault, ResourceFaultSection> = {
  name: 'resource',
  description: 'a link, a service of a storage system or a farm, such as network.core',
  verbs: ['fail', 'degrade'],
  schema: resourceFaultSchema,
  claims: (target) => !/\.node\[/.test(target),
  targets: resourceTargets,
  compile: compileResourceFault,
  changes: resourceChanges,
  effect: resourceEffect,
};
