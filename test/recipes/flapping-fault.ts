import * as z from 'zod';
import type { FaultChange, FaultDefinition } from '../../models/faults/fault.ts';
import type { FaultKind } from '../../models/faults/fault-kind.ts';
import { CORE } from '../../models/resource-names.ts';
import { faultSection } from '../../models/scenario/schema/fault-fields.ts';
import { POSITIVE, quantity } from '../../models/scenario/schema/fields.ts';

interface FlappingFault extends FaultDefinition {
  readonly kind: 'flapping';
  readonly everySeconds: number;
}

const schema = faultSection('a link that comes and goes', {
  flap: z.string().describe('the link'),
  every: quantity('seconds', POSITIVE, 'for how long it is down, and then up'),
});

/** A fault kind from outside: a link that is down and up in turn until it is repaired. */
export const FLAPPING: FaultKind<FlappingFault, z.output<typeof schema>> = {
  name: 'flapping',
  description: 'the core of the network',
  verbs: ['flap'],
  schema,
  claims: (target) => target.startsWith('network.'),
  targets: () => [CORE],
  compile: (base, { every }, { unknownTarget }) =>
    base.target === CORE ? { kind: 'flapping', ...base, everySeconds: every } : unknownTarget(),
  changes: ({ target, atSeconds, repairedAtSeconds, everySeconds }) => {
    const changes: FaultChange[] = [];
    for (let at = atSeconds, times = 0; at < repairedAtSeconds; at += everySeconds, times++) {
      changes.push({ atSeconds: at, target, action: { kind: times % 2 === 0 ? 'fail' : 'repair' } });
    }
    return changes;
  },
  effect: () => 'comes and goes',
};
