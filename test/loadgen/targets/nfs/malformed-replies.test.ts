/** Whatever a server sends, a call ends with its answer or with a TargetError; nothing crashes, hangs or fills the memory. */

import * as fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { listDirectory } from '../../../../loadgen/targets/nfs/directory-listing.ts';
import { exports, mount } from '../../../../loadgen/targets/nfs/mount.ts';
import { NfsClient } from '../../../../loadgen/targets/nfs/nfs-client.ts';
import { portOf } from '../../../../loadgen/targets/nfs/portmapper.ts';
import { credentialOf } from '../../../../loadgen/targets/nfs/rpc-message.ts';
import { TargetError } from '../../../../loadgen/targets/target.ts';
import { until } from '../../../until.ts';
import { ACCEPTED, recordOf, type ScriptedServer, startScriptedServer, words } from './scripted-server.ts';

const HANDLE = { bytes: Buffer.alloc(32, 1), text: '01'.repeat(32) };
const ATTRIBUTES = words(1, 0o644, 1, 0, 0, 0, 5000, 0, 5000, 0, 0, 0, 9, 0, 42, 1, 0, 2, 500, 3, 0);
const WITH_ATTRIBUTES = Buffer.concat([words(1), ATTRIBUTES]);
const HANDLE_WORDS = Buffer.concat([words(32), HANDLE.bytes]);
const NOTHING = words(0);
const DATA = Buffer.alloc(5000, 0xdd);

let server: ScriptedServer;
let client: NfsClient;

beforeEach(async () => {
  server = await startScriptedServer();
  client = new NfsClient(server.pool());
  return () => server.stop();
});

/** Operations, each with a well-formed reply to it. */
const OPERATIONS: Readonly<Record<string, { operation: () => Promise<unknown>; results: Buffer }>> = {
  GETATTR: { operation: () => client.getattr(HANDLE), results: Buffer.concat([words(0), ATTRIBUTES]) },
  LOOKUP: {
    operation: () => client.lookup(HANDLE, 'name'),
    results: Buffer.concat([words(0), HANDLE_WORDS, WITH_ATTRIBUTES, WITH_ATTRIBUTES]),
  },
  ACCESS: {
    operation: () => client.access(HANDLE),
    results: Buffer.concat([words(0), WITH_ATTRIBUTES, words(0x1f)]),
  },
  READ: {
    operation: () => client.read(HANDLE, 0, new Uint8Array(5000)),
    results: Buffer.concat([words(0), WITH_ATTRIBUTES, words(5000, 1, 5000), DATA]),
  },
  WRITE: {
    operation: () => client.write(HANDLE, 0, new Uint8Array(77)),
    results: Buffer.concat([words(0), NOTHING, NOTHING, words(77, 0, 1, 2)]),
  },
  COMMIT: {
    operation: () => client.commit(HANDLE),
    results: Buffer.concat([words(0), NOTHING, NOTHING, words(1, 2)]),
  },
  CREATE: {
    operation: () => client.create(HANDLE, 'name'),
    results: Buffer.concat([words(0, 1), HANDLE_WORDS, NOTHING, NOTHING, NOTHING]),
  },
  MKDIR: {
    operation: () => client.mkdir(HANDLE, 'name'),
    results: Buffer.concat([words(0, 1), HANDLE_WORDS, WITH_ATTRIBUTES, NOTHING, WITH_ATTRIBUTES]),
  },
  REMOVE: {
    operation: () => client.remove(HANDLE, 'name'),
    results: Buffer.concat([words(0), NOTHING, WITH_ATTRIBUTES]),
  },
  RENAME: {
    operation: () => client.rename(HANDLE, 'name', HANDLE, 'other'),
    results: Buffer.concat([words(0), NOTHING, WITH_ATTRIBUTES, NOTHING, NOTHING]),
  },
  FSINFO: {
    operation: () => client.limits(HANDLE),
    results: Buffer.concat([
      words(0),
      NOTHING,
      words(65536, 65536, 1, 65536, 65536, 1, 4096, 1, 0, 0, 1, 0x1b),
    ]),
  },
  FSSTAT: {
    operation: () => client.space(HANDLE),
    results: Buffer.concat([words(0), NOTHING, words(0, 9, 0, 8, 0, 7, 0, 6, 0, 5, 0, 4, 0)]),
  },
  READDIRPLUS: {
    operation: () => listDirectory(client, HANDLE),
    results: Buffer.concat([
      words(0, 0, 0, 0),
      words(1, 0, 5, 2),
      Buffer.from('ab\0\0'),
      words(0, 1),
      WITH_ATTRIBUTES,
      NOTHING,
      words(0, 1),
    ]),
  },
  MNT: {
    operation: () => mount(endpoint(), '/export'),
    results: Buffer.concat([words(0), HANDLE_WORDS, words(1, 1)]),
  },
  EXPORT: {
    operation: () => exports(endpoint()),
    results: Buffer.concat([
      words(1, 4),
      Buffer.from('/abc'),
      words(1, 1),
      Buffer.from('*\0\0\0'),
      words(0, 0),
    ]),
  },
  GETPORT: {
    operation: () => portOf(endpoint(), { name: 'NFS', program: 100_003, version: 3 }, server.port),
    results: words(2049),
  },
};

function endpoint() {
  return {
    host: '127.0.0.1',
    port: () => server.port,
    credential: credentialOf({ uid: 1, gid: 1 }),
    timeoutSeconds: 10,
  };
}

const outcomeOf = (operation: Promise<unknown>) =>
  operation.then(
    () => 'answered',
    (error: unknown) => error,
  );

describe.each(Object.entries(OPERATIONS))('%s', (_, { operation, results }) => {
  test('is answered when all is well', async () => {
    server.answer = (xid) => recordOf(xid, ACCEPTED, results);
    expect(await outcomeOf(operation())).toBe('answered');
  });

  test('is answered when the reply comes in fragments', async () => {
    server.answer = (xid) => {
      const whole = recordOf(xid, ACCEPTED, results).subarray(4);
      const first = whole.subarray(0, 9);
      return Buffer.concat([words(first.length), first, recordOf(whole.subarray(9))]);
    };
    expect(await outcomeOf(operation())).toBe('answered');
  });

  test('fails with "protocol" when its reply is cut short, wherever that is', async () => {
    const lengths = Array.from({ length: 60 }, (_value, index) => Math.floor((index * results.length) / 60));
    for (const length of lengths) {
      server.answer = (xid) => recordOf(xid, ACCEPTED, results.subarray(0, length));
      expect(await outcomeOf(operation())).toMatchObject({ code: 'protocol', retryable: false });
    }
  });

  test('ends with an answer or a TargetError whatever byte of its reply is changed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 255 }), async (place, change) => {
        server.answer = (xid) => {
          const body = Buffer.concat([ACCEPTED, results]);
          const at = place % Math.min(body.length, 300);
          body[at] = (body[at] ?? 0) ^ change;
          return recordOf(xid, body);
        };
        const outcome = await outcomeOf(operation());
        expect(outcome === 'answered' || outcome instanceof TargetError).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a connection', () => {
  const well = Buffer.concat([ACCEPTED, words(0), ATTRIBUTES]);

  test.each<readonly [string, (xid: Buffer) => Buffer]>([
    ['answers a call that nobody made', (xid) => recordOf(words(xid.readUInt32BE() + 77), well)],
    ['announces a record of two gigabytes', () => words(0xffff_ffff)],
    ['sends a record of three bytes', () => Buffer.concat([words(0x8000_0003), Buffer.alloc(3)])],
    ['speaks HTTP', () => Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['sends nothing but zeros', () => Buffer.alloc(10_000)],
    ['sends a call instead of a reply', (xid) => recordOf(xid, words(0, 2, 100_003, 3, 1))],
    ['answers with a status that there is not', (xid) => recordOf(xid, ACCEPTED, words(4711))],
    [
      'answers with a verifier that is too long',
      (xid) => recordOf(xid, words(1, 0, 0, 5000), Buffer.alloc(6000)),
    ],
    ['has other versions only', (xid) => recordOf(xid, words(1, 0, 0, 0, 2, 4, 4))],
    ['speaks another RPC', (xid) => recordOf(xid, words(1, 1, 0, 3, 3))],
  ])('to a server that %s fails its calls with "protocol"', async (_, answer) => {
    server.answer = answer;
    expect(await outcomeOf(client.getattr(HANDLE))).toMatchObject({ code: 'protocol' });
  });

  test('to a server that refuses the credentials fails with "permission"', async () => {
    server.answer = (xid) => recordOf(xid, words(1, 1, 1, 5));
    expect(await outcomeOf(client.getattr(HANDLE))).toMatchObject({ code: 'permission', retryable: false });
  });

  test('whose server sends rubbish is replaced, and the next call is answered', async () => {
    server.answer = () => Buffer.alloc(100, 0xff);
    expect(await outcomeOf(client.getattr(HANDLE))).toMatchObject({ code: 'protocol' });
    server.answer = (xid) => recordOf(xid, well);
    expect(await outcomeOf(client.getattr(HANDLE))).toBe('answered');
  });

  test('that dies fails all its calls, which may be tried again', async () => {
    let calls = 0;
    server.answer = (_xid, _call, socket) => {
      if (++calls === 20) socket.destroy();
      return undefined;
    };
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => outcomeOf(client.getattr(HANDLE))));
    for (const outcome of outcomes) expect(outcome).toMatchObject({ code: 'unreachable', retryable: true });
  });

  test('that is silent fails its calls within the timeout, which may be tried again', async () => {
    const impatient = new NfsClient(server.pool(0.2));
    expect(await outcomeOf(impatient.getattr(HANDLE))).toMatchObject({ code: 'timeout', retryable: true });
    server.answer = (xid) => recordOf(xid, well);
    // On a busy machine an answer may come too late as well.
    await until(async () => (await outcomeOf(impatient.getattr(HANDLE))) === 'answered');
  });

  test('to nobody says that the connection is refused', async () => {
    const { port } = server;
    await server.stop();
    const outcome = await outcomeOf(new NfsClient(server.pool()).getattr(HANDLE));
    expect(outcome).toMatchObject({ code: 'unreachable', retryable: true });
    expect(String(outcome)).toContain(`127.0.0.1:${port} refuses the connection`);
  });

  test('matches answers that come in another order', async () => {
    const held: Buffer[] = [];
    server.answer = (xid) => {
      held.push(recordOf(xid, ACCEPTED, words(0, 0, held.length)));
      return held.length === 10 ? Buffer.concat(held.toReversed()) : undefined;
    };
    const order = Array.from({ length: 10 }, () => client.access(HANDLE));
    const answers = await Promise.all(order);
    expect(answers.map(({ read }) => read)).toEqual(order.map((_, index) => (index & 1) === 1));
  });

  test('ends a read whose data are fewer than the reply says, though they began to land', async () => {
    server.answer = (xid) => recordOf(xid, ACCEPTED, words(0, 0, 200_000, 1, 200_000), Buffer.alloc(150_000));
    expect(await outcomeOf(client.read(HANDLE, 0, new Uint8Array(200_000)))).toMatchObject({
      code: 'protocol',
    });
  });

  test('ends a read whose count is not that of its data', async () => {
    server.answer = (xid) => recordOf(xid, ACCEPTED, words(0, 0, 8, 1, 4, 0));
    expect(await outcomeOf(client.read(HANDLE, 0, new Uint8Array(8)))).toMatchObject({ code: 'protocol' });
  });

  test('ends a read that brings more than was asked for, and touches nothing beside the buffer', async () => {
    const buffer = new Uint8Array(20_000);
    server.answer = (xid) => recordOf(xid, ACCEPTED, words(0, 0, 20_000, 1, 20_000), Buffer.alloc(20_000, 9));
    const outcome = await outcomeOf(client.read(HANDLE, 0, buffer.subarray(0, 10_000)));
    expect(outcome).toMatchObject({ code: 'protocol' });
    expect(buffer).toEqual(new Uint8Array(20_000));
  });
});

describe('a directory', () => {
  const page = (cookie: number) =>
    Buffer.concat([words(0, 0, 0, 0, 1, 0, 5, 1), Buffer.from('a\0\0\0'), words(0, cookie, 0, 0, 0, 0)]);

  test('without end is given up', async () => {
    server.answer = (xid) => recordOf(xid, ACCEPTED, page(7));
    expect(await outcomeOf(listDirectory(client, HANDLE))).toMatchObject({ code: 'protocol' });
  });

  test('of nothing but "." is given up, whatever cookies it names', async () => {
    let calls = 0;
    server.answer = (xid) =>
      recordOf(
        xid,
        ACCEPTED,
        words(0, 0, 0, 0, 1, 0, 5, 1),
        Buffer.from('.\0\0\0'),
        words(0, ++calls, 0, 0, 0, 0),
      );
    expect(await outcomeOf(listDirectory(client, HANDLE))).toMatchObject({
      code: 'protocol',
      message: expect.stringContaining('the server lists a directory without end'),
    });
    expect(calls).toBeLessThan(2000);
  });

  test.each(['../etc', 'a/b', 'a\0b', ''])('with an entry called %j is refused', async (name) => {
    const text = Buffer.alloc((name.length + 3) & ~3);
    text.write(name);
    server.answer = (xid) =>
      recordOf(xid, ACCEPTED, words(0, 0, 0, 0, 1, 0, 5, name.length), text, words(0, 1, 0, 0, 0, 1));
    expect(await outcomeOf(listDirectory(client, HANDLE))).toMatchObject({
      code: 'protocol',
      message: expect.stringContaining('an entry whose name is no name'),
    });
  });

  test('is listed by READDIR where the server has no READDIRPLUS', async () => {
    server.answer = (xid, call) => {
      const procedure = call.readUInt32BE(20);
      if (procedure === 17) return recordOf(xid, ACCEPTED, words(10_004, 0));
      if (procedure === 3) return recordOf(xid, ACCEPTED, words(0), HANDLE_WORDS, WITH_ATTRIBUTES, NOTHING);
      return recordOf(xid, ACCEPTED, words(0, 0, 0, 0, 1, 0, 5, 2), Buffer.from('ab\0\0'), words(0, 1, 0, 1));
    };
    expect(await listDirectory(client, HANDLE)).toEqual([{ name: 'ab', kind: 'file' }]);
  });
});
