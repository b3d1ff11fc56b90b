/** A TCP server on loopback that answers each RPC call with whatever bytes a test wants. */

import { createServer, type Socket } from 'node:net';
import { credentialOf } from '../../../../loadgen/targets/nfs/rpc-message.ts';
import { RpcPool } from '../../../../loadgen/targets/nfs/rpc-pool.ts';

export interface ScriptedServer {
  readonly port: number;
  /** Given the call and its xid; undefined: no answer. */
  answer: (xid: Buffer, call: Buffer, socket: Socket) => Uint8Array | undefined;
  /** A client of it. */
  pool(timeoutSeconds?: number): RpcPool;
  stop(): Promise<void>;
}

export async function startScriptedServer(): Promise<ScriptedServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    let held = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      held = Buffer.concat([held, chunk]);
      while (held.length >= 4 && held.length >= 4 + held.readUInt32BE(0) - 0x8000_0000) {
        const end = 4 + held.readUInt32BE(0) - 0x8000_0000;
        const call = held.subarray(4, end);
        held = held.subarray(end);
        const bytes = scripted.answer(call.subarray(0, 4), call, socket);
        if (bytes !== undefined) socket.write(bytes);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const pools: RpcPool[] = [];
  const scripted: ScriptedServer = {
    port,
    answer: () => undefined,
    pool: (timeoutSeconds = 600) => {
      const credential = credentialOf({ uid: 1, gid: 1 });
      const pool = new RpcPool({ host: '127.0.0.1', port: () => port, credential, timeoutSeconds }, 1);
      pools.push(pool);
      return pool;
    },
    stop: async () => {
      for (const pool of pools) pool.close();
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return scripted;
}

/** A record of one fragment. */
export function recordOf(...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const marker = Buffer.alloc(4);
  marker.writeUInt32BE((0x8000_0000 + body.length) >>> 0);
  return Buffer.concat([marker, body]);
}

/** Words of four bytes. */
export function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => bytes.writeUInt32BE(value >>> 0, 4 * index));
  return bytes;
}

/** What stands behind the xid of an accepted, successful reply. */
export const ACCEPTED = words(1, 0, 0, 0, 0);
