import { TargetError } from '../../target.ts';
import { Connection, type ConnectionOptions, type Outcome } from './connection.ts';
import type { HttpRequest, HttpResponse } from './message.ts';

export interface PoolOptions extends ConnectionOptions {
  /** Requests under way at once; further ones wait their turn. */
  readonly connectionsMax: number;
}

interface Call {
  readonly request: HttpRequest;
  readonly resolve: (response: HttpResponse) => void;
  readonly reject: (error: TargetError) => void;
  readonly isSecondAttempt: boolean;
}

/** Kept connections to one endpoint, made as they are needed, the one used last reused first. */
export class ConnectionPool {
  readonly #options: PoolOptions;
  readonly #open = new Set<Connection>();
  readonly #idle: Connection[] = [];
  readonly #waiting: Call[] = [];
  #closed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  get openConnections(): number {
    return this.#open.size;
  }

  /** Rejects with a TargetError where there is no answer; an answer of any status is one. */
  request(request: HttpRequest): Promise<HttpResponse> {
    return new Promise((resolve, reject) => {
      const call = { request, resolve, reject, isSecondAttempt: false };
      if (this.#closed) return reject(closedError());
      const connection = this.#idleConnection();
      if (connection !== undefined) return this.#perform(call, connection);
      if (this.#open.size < this.#options.connectionsMax) return this.#perform(call, this.#connect());
      this.#waiting.push(call);
    });
  }

  close(): void {
    this.#closed = true;
    for (const { reject } of this.#waiting.splice(0)) reject(closedError());
    for (const connection of this.#open) connection.close(closedError());
    this.#idle.length = 0;
  }

  #idleConnection(): Connection | undefined {
    for (;;) {
      const connection = this.#idle.pop();
      if (connection === undefined || connection.usable) return connection;
    }
  }

  #connect(): Connection {
    const connection = new Connection(this.#options, (closed) => this.#forget(closed));
    this.#open.add(connection);
    return connection;
  }

  #perform(call: Call, connection: Connection): void {
    connection.start(call.request, (outcome) => {
      const again = this.#mayTryAgain(call, outcome);
      if (again) this.#waiting.unshift({ ...call, isSecondAttempt: true });
      if (connection.usable) this.#release(connection);
      else this.#forget(connection);
      if (again) return;
      if (outcome.kind === 'answered') call.resolve(outcome.response);
      else call.reject(outcome.error);
    });
  }

  /** A server may close a kept connection at any moment: it did not see the request, and asking once more is no retry. */
  #mayTryAgain({ request, isSecondAttempt }: Call, outcome: Outcome): boolean {
    return (
      outcome.kind === 'failed' &&
      outcome.stale &&
      !isSecondAttempt &&
      request.method !== 'POST' &&
      !this.#closed
    );
  }

  #release(connection: Connection): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#idle.push(connection);
    else this.#perform(next, connection);
  }

  #forget(connection: Connection): void {
    if (!this.#open.delete(connection) || this.#closed) return;
    const index = this.#idle.indexOf(connection);
    if (index >= 0) this.#idle.splice(index, 1);
    const next = this.#waiting.shift();
    if (next !== undefined) this.#perform(next, this.#connect());
  }
}

function closedError(): TargetError {
  return new TargetError('unreachable', 'the target was closed', { retryable: false });
}
