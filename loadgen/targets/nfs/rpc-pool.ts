/** Several connections to one program of one server, used in turn; one that ended is replaced when its turn comes. */

import { TargetError } from '../target.ts';
import { type RpcCall, RpcConnection, type RpcEndpoint } from './rpc-connection.ts';

export class RpcPool {
  private readonly endpoint: RpcEndpoint;
  private readonly connections: (RpcConnection | undefined)[];
  private next = 0;
  private closed: TargetError | undefined;

  constructor(endpoint: RpcEndpoint, connections: number) {
    this.endpoint = endpoint;
    this.connections = Array.from({ length: connections }, () => undefined);
  }

  /** Rejects with a TargetError; a retryable one may be tried again at once, on a new connection if need be. */
  call<Result>(call: RpcCall<Result>): Promise<Result> {
    const { closed } = this;
    if (closed !== undefined) return Promise.reject(closed);
    const slot = this.next;
    this.next = slot + 1 === this.connections.length ? 0 : slot + 1;
    let connection = this.connections[slot];
    if (connection === undefined || connection.ended) {
      connection = new RpcConnection(this.endpoint);
      this.connections[slot] = connection;
    }
    return connection.call(call);
  }

  /** Ends all connections: calls under way and all that come are rejected. */
  close(): void {
    this.closed = new TargetError('unreachable', `the connection to ${this.endpoint.host} was closed here`, {
      retryable: false,
    });
    for (const connection of this.connections) connection?.end(this.closed);
  }
}

/** One call on a connection of its own. */
export async function callOnce<Result>(endpoint: RpcEndpoint, call: RpcCall<Result>): Promise<Result> {
  const pool = new RpcPool(endpoint, 1);
  try {
    return await pool.call(call);
  } finally {
    pool.close();
  }
}
