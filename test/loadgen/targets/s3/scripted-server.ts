/** A server that says what a test tells it to: for what real servers do seldom, and hostile ones would. */

import net from 'node:net';

export type Step =
  | { readonly kind: 'send'; readonly bytes: string | Buffer }
  | { readonly kind: 'close' }
  | { readonly kind: 'reset' };

/** What is done on each request, in their order of arrival; the last is repeated. */
export type Script = readonly (readonly Step[])[];

export interface ReceivedRequest {
  readonly head: string;
  readonly body: Buffer;
}

export interface ScriptedServer {
  readonly endpoint: string;
  readonly received: readonly ReceivedRequest[];
  readonly connections: number;
  close(): Promise<void>;
}

export const send = (bytes: string | Buffer): Step => ({ kind: 'send', bytes });
export const close: Step = { kind: 'close' };
export const reset: Step = { kind: 'reset' };

/** An answer with the length of its body. */
export function answer(status: number, body = '', headers = ''): string {
  return `HTTP/1.1 ${status} X\r\ncontent-length: ${Buffer.byteLength(body)}\r\n${headers}\r\n${body}`;
}

export async function startScriptedServer(script: Script): Promise<ScriptedServer> {
  const received: ReceivedRequest[] = [];
  const sockets = new Set<net.Socket>();
  let connections = 0;
  const server = net.createServer((socket) => {
    connections++;
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    let pending = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      pending = Buffer.concat([pending, chunk]);
      for (;;) {
        const end = pending.indexOf('\r\n\r\n');
        if (end < 0) return;
        const head = pending.toString('latin1', 0, end);
        const length = Number(/\r\ncontent-length: ([0-9]+)/.exec(head)?.[1] ?? 0);
        if (pending.length < end + 4 + length) return;
        const steps = script[Math.min(received.length, script.length - 1)] ?? [];
        received.push({ head, body: pending.subarray(end + 4, end + 4 + length) });
        pending = pending.subarray(end + 4 + length);
        for (const step of steps) perform(step, socket);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    received,
    get connections() {
      return connections;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function perform(step: Step, socket: net.Socket): void {
  switch (step.kind) {
    case 'send':
      socket.write(step.bytes);
      break;
    case 'close':
      socket.end();
      break;
    case 'reset':
      socket.resetAndDestroy();
      break;
    default:
      step satisfies never;
  }
}
