/** Options of the commands that touch a real target. */

import { SafetyRefusal } from '../loadgen/safety/refusal.ts';
import type { Consents } from '../loadgen/targets/consents.ts';
import { protocolOf, targetForms } from '../loadgen/targets/protocols.ts';
import { TargetError } from '../loadgen/targets/target.ts';
import type { TargetLocation } from '../loadgen/targets/target-location.ts';
import type { OptionDefinition, OptionValues } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { Failure } from './failure.ts';
import { withoutSecrets } from './without-secrets.ts';

export const TARGET_OPTIONS = {
  target: {
    type: 'string',
    value: 'URL',
    summary: targetForms(),
  },
  direct: { type: 'boolean', summary: 'for a directory: bypass the page cache (O_DIRECT)' },
  'no-fsync': { type: 'boolean', summary: 'for a directory: commits do not wait for stable storage' },
  connections: { type: 'string', value: 'N', summary: 'for NFS and S3: connections of each thread' },
  credentials: {
    type: 'string',
    value: 'FILE',
    summary: 'for S3: a credentials file; default: the environment, then the standard profiles',
  },
  profile: { type: 'string', value: 'NAME', summary: 'for S3: the profile with the credentials' },
  'allow-network': { type: 'boolean', summary: 'the directory is on a file system mounted over a network' },
  'allow-system-device': {
    type: 'boolean',
    summary: "the directory is on the device of this machine's own root",
  },
} as const satisfies Readonly<Record<string, OptionDefinition>>;

type Values = OptionValues<typeof TARGET_OPTIONS>;

/** Returns the location of the target. Throws a Failure where it is missing or malformed. */
export function locationOf(options: Values): TargetLocation {
  const { target, direct, credentials, profile } = options;
  if (target === undefined) {
    throw new Failure(EXIT.usage, '--target is missing: --target URL', {
      hint: targetForms(),
    });
  }
  try {
    protocolOf(target);
  } catch (error) {
    throw failureOfTarget(error);
  }
  return {
    url: target,
    direct,
    syncOnCommit: !options['no-fsync'],
    credentialsFile: credentials ?? null,
    profile: profile ?? null,
    connections:
      options.connections === undefined ? null : wholeNumber('connections', options.connections, 1024),
  };
}

export function consentsOf(options: Values): Consents {
  return { network: options['allow-network'], systemDevice: options['allow-system-device'] };
}

/** A whole number from 1 to `most`. Throws a Failure for anything else. */
export function wholeNumber(name: string, text: string, most: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (value >= 1 && value <= most) return value;
  throw new Failure(EXIT.usage, `--${name} takes a whole number from 1 to ${most}, not "${text}"`);
}

/**
 * Turns a refusal by a target or by the safety checks into a Failure without secrets; returns anything else as it is.
 */
export function failureOfTarget(error: unknown): unknown {
  if (error instanceof SafetyRefusal)
    return new Failure(EXIT.refused, withoutSecrets(error.message), { cause: error });
  if (error instanceof TargetError)
    return new Failure(EXIT.invalid, withoutSecrets(error.message), { cause: error });
  return error;
}
