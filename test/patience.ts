/** How thorough a check is: a small member of it in `npm test`, all of it where there is more time. */

import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** How much time the project has, as vitest.config.ts says. */
    readonly patience: 'fast' | 'slow' | 'night';
  }
}

/** Returns the value for the project that runs. `fast` and `night` do as `slow` unless they say otherwise. */
export function byPatience<Value>(values: {
  readonly fast?: Value;
  readonly slow: Value;
  readonly night?: Value;
}): Value {
  return values[inject('patience')] ?? values.slow;
}

/** Whether there is time for what `npm test` leaves to the other projects. A skipped test would count as one that is missing. */
export const isPatient = byPatience({ fast: false, slow: true });
