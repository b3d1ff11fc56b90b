/** Asks a server's port mapper (RFC 1833, version 2) where a program of it listens. */

import { TargetError } from '../target.ts';
import type { RpcEndpoint } from './rpc-connection.ts';
import type { RpcProgram } from './rpc-message.ts';
import { callOnce } from './rpc-pool.ts';

const PORTMAPPER: RpcProgram = { name: 'portmapper', program: 100_000, version: 2 };
const PORTMAPPER_PORT = 111;
const GETPORT = 3;
const TCP = 6;

/** Rejects with a TargetError, also where the program is not registered. */
export async function portOf(
  server: Omit<RpcEndpoint, 'port'>,
  { name, program, version }: RpcProgram,
  portmapperPort: number = PORTMAPPER_PORT,
): Promise<number> {
  const port = await callOnce(
    { ...server, port: () => portmapperPort },
    {
      program: PORTMAPPER,
      procedure: GETPORT,
      name: 'GETPORT',
      encode: (out) => {
        out.uint32(program);
        out.uint32(version);
        out.uint32(TCP);
        out.uint32(0);
      },
      decode: (results) => results.uint32(),
    },
  ).catch((cause: unknown) => {
    throw cause instanceof TargetError && cause.code === 'unreachable'
      ? new TargetError(
          'unreachable',
          `${cause.message}; where it has no port mapper, give nfsport= and mountport=`,
          {
            retryable: cause.retryable,
            cause,
          },
        )
      : cause;
  });
  if (port === 0 || port > 65_535) {
    throw new TargetError('unreachable', `${server.host} offers no ${name} version ${version} over TCP`, {
      retryable: true,
    });
  }
  return port;
}
