/** Calls and replies of ONC RPC version 2 (RFC 5531), with AUTH_SYS credentials. */

import { hostname } from 'node:os';
import { TargetError } from '../target.ts';
import { XdrError, type XdrReader, XdrWriter } from './xdr.ts';

const CALL = 0;
const REPLY = 1;
const RPC_VERSION = 2;
const AUTH_NONE = 0;
const AUTH_SYS = 1;
const MAXIMUM_VERIFIER_BYTES = 400;
const MAXIMUM_MACHINE_NAME_BYTES = 255;

/** A program of the server, by its numbers. */
export interface RpcProgram {
  readonly name: string;
  readonly program: number;
  readonly version: number;
}

/** Identity of the caller: the numbers of a user and a group, which the server believes (RFC 5531, appendix A). */
export interface RpcIdentity {
  readonly uid: number;
  readonly gid: number;
}

/** Credential and empty verifier, as they stand in each call. */
export function credentialOf({ uid, gid }: RpcIdentity): Uint8Array {
  const body = new XdrWriter(512);
  body.uint32(0);
  body.string(hostname().slice(0, MAXIMUM_MACHINE_NAME_BYTES));
  body.uint32(uid);
  body.uint32(gid);
  body.uint32(0);
  const credential = new XdrWriter(512);
  credential.uint32(AUTH_SYS);
  credential.opaque(body.take());
  credential.uint32(AUTH_NONE);
  credential.uint32(0);
  return credential.take();
}

/** Writes the head of a call; the arguments follow. */
export function writeCallHead(
  out: XdrWriter,
  xid: number,
  { program, version }: RpcProgram,
  procedure: number,
  credential: Uint8Array,
): void {
  out.uint32(xid);
  out.uint32(CALL);
  out.uint32(RPC_VERSION);
  out.uint32(program);
  out.uint32(version);
  out.uint32(procedure);
  out.fixed(credential);
}

const ACCEPT_STATUS: Readonly<Record<number, string>> = {
  1: 'does not offer it',
  2: 'offers other versions of it only',
  3: 'does not have this procedure',
  4: 'could not read the arguments',
  5: 'failed with a system error',
};

/**
 * Reads the head of a reply, whose xid has been read; the results follow. Throws TargetError where the server refused the
 * call, XdrError where this is no reply.
 */
export function readReplyHead(reply: XdrReader, { name, version }: RpcProgram): void {
  if (reply.uint32() !== REPLY) throw new XdrError('no reply');
  const denied = reply.boolean();
  if (denied) throw readDenial(reply);
  reply.skip(4);
  reply.skipOpaque(MAXIMUM_VERIFIER_BYTES);
  const status = reply.uint32();
  if (status === 0) return;
  const words = ACCEPT_STATUS[status];
  if (words === undefined) throw new XdrError(`an unknown status ${status} of the call`);
  throw new TargetError('protocol', `the server ${words} (${name} version ${version})`, {
    retryable: status === 5,
  });
}

function readDenial(reply: XdrReader): TargetError {
  const authentication = reply.boolean();
  if (!authentication) {
    return new TargetError('protocol', 'the server speaks another version of RPC', { retryable: false });
  }
  const reason = reply.uint32();
  return new TargetError(
    'permission',
    `the server refuses AUTH_SYS credentials (auth_stat ${reason}); it may ask for Kerberos or a privileged port`,
    { retryable: false },
  );
}
