/** Options that bound what a load may do to its target. */

import type { SafetyLimits } from '../loadgen/run/load-safety.ts';
import { DEFAULT_FLOOR } from '../loadgen/safety/space-guard.ts';
import { protocolOf } from '../loadgen/targets/protocols.ts';
import type { TargetLocation } from '../loadgen/targets/target-location.ts';
import type { OptionDefinition, OptionValues } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { Failure } from './failure.ts';
import { quantityOption } from './quantity-option.ts';
import { failureOfTarget } from './target-options.ts';

export const SAFETY_OPTIONS = {
  'max-bytes': { type: 'string', value: 'SIZE', summary: 'stop when this much has been written' },
  'max-operations': { type: 'string', value: 'N', summary: 'stop after this many operations' },
  'keep-free': {
    type: 'string',
    value: 'SIZE',
    summary: 'room that stays free on the target; default: 10GiB, and a tenth of it',
  },
  'victim-p99': {
    type: 'string',
    value: 'TIME',
    summary:
      'stop when a small question on the side takes longer; default: ten times what it took before, 100ms at least',
  },
  victim: {
    type: 'string',
    value: 'URL',
    summary:
      'ask there, not on the target: a directory or a file of others, an export or a prefix; it is only read',
  },
  'no-victim': { type: 'boolean', summary: 'do not measure the effect on other users of the target' },
} as const satisfies Readonly<Record<string, OptionDefinition>>;

/** Throws a Failure for what is no limit. Another place is asked with the credentials of the target. */
export function safetyLimitsOf(
  options: OptionValues<typeof SAFETY_OPTIONS>,
  target: TargetLocation,
): SafetyLimits {
  const {
    'max-bytes': bytes,
    'max-operations': operations,
    'keep-free': free,
    'victim-p99': slowest,
    victim,
    'no-victim': unwatched,
  } = options;
  const contradiction =
    slowest !== undefined ? '--victim-p99' : victim !== undefined ? '--victim' : undefined;
  if (unwatched && contradiction !== undefined) {
    throw new Failure(EXIT.usage, `${contradiction} and --no-victim contradict each other`);
  }
  return {
    budget: {
      bytesMax:
        bytes === undefined ? Number.POSITIVE_INFINITY : quantityOption('max-bytes', bytes, 'bytes', 1),
      operationsMax:
        operations === undefined
          ? Number.POSITIVE_INFINITY
          : quantityOption('max-operations', operations, 'count', 1),
    },
    floor:
      free === undefined
        ? DEFAULT_FLOOR
        : { ...DEFAULT_FLOOR, freeBytesMin: quantityOption('keep-free', free, 'bytes'), freeFractionMin: 0 },
    victimSecondsP99: unwatched
      ? null
      : slowest === undefined
        ? 'before'
        : quantityOption('victim-p99', slowest, 'seconds'),
    victim: victim === undefined ? null : elsewhere(victim, target),
  };
}

function elsewhere(url: string, target: TargetLocation): TargetLocation {
  try {
    protocolOf(url);
  } catch (error) {
    throw failureOfTarget(error);
  }
  return { ...target, url, connections: null };
}
