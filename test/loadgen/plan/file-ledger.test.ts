import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FileLedger } from '../../../loadgen/plan/file-ledger.ts';
import { OPERATION_KINDS, type Operation, type OperationKind } from '../../../models/operations.ts';

const FILE = 'wave/assets/000017';

function operation(kind: OperationKind, offsetBytes = 0, bytes = 0, file = FILE): Operation {
  return { kind, file, offsetBytes, bytes };
}

/** Names that a sequence of operations uses on the target, and what must be there before. */
function names(...operations: readonly Operation[]): readonly string[] {
  const ledger = new FileLedger();
  return operations.map((each) => {
    const { name, newName, needs } = ledger.next(each, false);
    const short = [name, ...(newName === null ? [] : [newName])].map((path) =>
      path.slice('wave/assets/'.length),
    );
    return `${short.join(' to ')}${needs === 'nothing' ? '' : `, needs a ${needs}`}`;
  });
}

describe('names of a file on a target', () => {
  test('what is only looked at is the base', () => {
    expect(
      names(operation('lookup'), operation('getattr'), operation('access'), operation('read', 0, 10)),
    ).toEqual(Array(4).fill('000017, needs a base'));
  });

  test('what is made is a version, and looked at from then on', () => {
    expect(
      names(operation('create'), operation('write', 0, 10), operation('commit'), operation('read', 0, 10)),
    ).toEqual(Array(4).fill('000017.v1'));
  });

  test('made again, it is the next version: nobody’s file is emptied', () => {
    expect(names(operation('create'), operation('create'), operation('getattr'))).toEqual([
      '000017.v1',
      '000017.v2',
      '000017.v2',
    ]);
  });

  test('a rename publishes, and the next one takes that back', () => {
    expect(
      names(operation('create'), operation('rename'), operation('getattr'), operation('rename')),
    ).toEqual(['000017.v1', '000017.v1 to 000017.v1.done', '000017.v1.done', '000017.v1.done to 000017.v1']);
  });

  test('what is changed without having been made was made, empty, before the load', () => {
    for (const kind of ['write', 'commit', 'rename', 'remove'] as const) {
      const [name] = names(operation(kind));
      expect(name).toContain('000017.v1');
      expect(name).toContain('needs a empty version');
    }
    expect(names(operation('remove'), operation('remove'))).toEqual([
      '000017.v1, needs a empty version',
      '000017.v2, needs a empty version',
    ]);
  });

  test('what was removed is the base again for those who look', () => {
    expect(
      names(operation('create'), operation('write', 0, 10), operation('remove'), operation('read', 0, 10)),
    ).toEqual(['000017.v1', '000017.v1', '000017.v1', '000017, needs a base']);
  });

  test('a read of more than was written is one of the base', () => {
    expect(names(operation('create'), operation('write', 0, 10), operation('read', 5, 10))).toEqual([
      '000017.v1',
      '000017.v1',
      '000017, needs a base',
    ]);
  });

  test('a directory is listed by any file in it', () => {
    expect(names(operation('readdir'))).toEqual(['000017']);
  });
});

describe('what is written, and what a read finds', () => {
  /** Stamp of a read, or the reason why there is none. */
  const read = (ledger: FileLedger, offsetBytes: number, bytes: number) => {
    const { needs, stamp } = ledger.next(operation('read', offsetBytes, bytes), false);
    return needs === 'base' ? 'the base' : stamp;
  };
  const write = (ledger: FileLedger, offsetBytes: number, bytes: number, alone = false) =>
    ledger.next(operation('write', offsetBytes, bytes), alone);

  test('writes that go on from each other have one stamp', () => {
    const ledger = new FileLedger();
    const writes = [0, 3, 6].map((offset) => write(ledger, offset, 3));
    expect(writes).toMatchObject([
      { offsetBytes: 0, stamp: 1 },
      { offsetBytes: 3, stamp: 1 },
      { offsetBytes: 6, stamp: 1 },
    ]);
    expect(read(ledger, 2, 7)).toBe(1);
    expect(read(ledger, 2, 8)).toBe('the base');
  });

  test('another sequence begins at the start, wherever the scenario’s does, and is all that is there', () => {
    const ledger = new FileLedger();
    write(ledger, 0, 9);
    expect(write(ledger, 4, 3)).toMatchObject({ offsetBytes: 0, stamp: 2 });
    expect(write(ledger, 7, 1)).toMatchObject({ offsetBytes: 3, stamp: 2 });
    expect(read(ledger, 0, 4)).toBe(2);
    expect(read(ledger, 0, 9)).toBe('the base');
  });

  test('what stands alone is a sequence of one', () => {
    const ledger = new FileLedger();
    write(ledger, 0, 3, true);
    expect(write(ledger, 3, 3, true)).toMatchObject({ offsetBytes: 0, stamp: 2 });
  });

  test('after a remove it is the base, and in the next version again another stamp', () => {
    const ledger = new FileLedger();
    write(ledger, 0, 4);
    ledger.next(operation('remove'), false);
    expect(read(ledger, 0, 4)).toBe('the base');
    ledger.next(operation('create'), false);
    expect(read(ledger, 0, 4)).toBe('the base');
    write(ledger, 0, 4);
    expect(read(ledger, 0, 4)).toBe(2);
  });

  test('a doubt is of a version: of every operation on it, issued before or after, and not of the next one', () => {
    const ledger = new FileLedger();
    const { version } = write(ledger, 0, 4);
    const before = ledger.next(operation('read', 0, 4), false);
    version!.doubted = true;
    expect(before.version!.doubted).toBe(true);
    expect(write(ledger, 0, 4).version!.doubted).toBe(true);
    expect(ledger.next(operation('create'), false).version!.doubted).toBe(false);
    expect(new FileLedger().next(operation('read', 0, 4), false).version).toBeNull();
  });
});

/** Files by name, each with the stamp of every byte; a hole is of no stamp. */
class ModelFiles {
  readonly #files = new Map<string, number[]>();
  readonly #gone = new Set<string>();
  static readonly HOLE = -1;

  make(name: string): void {
    if (this.#files.has(name) || this.#gone.has(name)) throw new Error(`${name} has been there`);
    this.#files.set(name, []);
  }

  find(name: string): number[] {
    const file = this.#files.get(name);
    if (file === undefined) throw new Error(`nothing is called ${name}`);
    return file;
  }

  write(name: string, offsetBytes: number, bytes: number, stamp: number): void {
    const file = this.find(name);
    while (file.length < offsetBytes + bytes) file.push(ModelFiles.HOLE);
    file.fill(stamp, offsetBytes, offsetBytes + bytes);
  }

  rename(from: string, to: string): void {
    const file = this.find(from);
    if (this.#files.has(to)) throw new Error(`${to} would be replaced`);
    this.#files.delete(from);
    this.#files.set(to, file);
  }

  read(name: string, offsetBytes: number, bytes: number): readonly number[] {
    return this.find(name).slice(offsetBytes, offsetBytes + bytes);
  }

  remove(name: string): void {
    this.find(name);
    this.#files.delete(name);
    this.#gone.add(name);
  }
}

/** The stamp of all that a base holds. */
const BASE_STAMP = 0;

/** Does what the ledger says, on files of which only those exist that it says were made before. */
class Execution {
  #ledger = new FileLedger();
  readonly #files = new ModelFiles();
  /** Of versions and stamps so far. */
  numberMax = 0;
  /** Stamps that reads found, and those that the ledger said they would. */
  readonly reads: { readonly found: readonly number[]; readonly said: readonly number[] }[] = [];

  /** Ends one load and begins the next, among all that is there. */
  goOn(): void {
    this.#ledger = new FileLedger(this.numberMax);
  }

  perform(each: Operation, alone: boolean): void {
    const { name, newName, needs, offsetBytes, stamp, version } = this.#ledger.next(each, alone);
    this.numberMax = Math.max(this.numberMax, stamp, version?.number ?? 0);
    const isBase = needs === 'base';
    if (isBase !== (name === each.file && each.kind !== 'readdir')) throw new Error(`${name} is no base`);
    if (needs === 'empty version') this.#files.make(name);
    switch (each.kind) {
      case 'readdir':
        return;
      case 'lookup':
      case 'getattr':
      case 'access':
        if (!isBase) this.#files.find(name);
        return;
      case 'read':
        this.reads.push(
          isBase
            ? { found: [BASE_STAMP], said: [stamp] }
            : { found: this.#files.read(name, offsetBytes, each.bytes), said: Array(each.bytes).fill(stamp) },
        );
        return;
      case 'create':
        return this.#files.make(name);
      case 'write':
        return this.#files.write(name, offsetBytes, each.bytes, stamp);
      case 'commit':
        this.#files.find(name);
        return;
      case 'rename':
        return this.#files.rename(name, newName!);
      case 'remove':
        return this.#files.remove(name);
    }
  }
}

const some = fc.record({
  kind: fc.constantFrom(...OPERATION_KINDS, 'write' as const, 'read' as const),
  file: fc.constantFrom('a/000000', 'a/000001'),
  offsetBytes: fc.nat(6),
  bytes: fc.nat(6),
  alone: fc.boolean(),
});

test('whatever the operations, each finds what it needs, and every read what the ledger says', () => {
  fc.assert(
    fc.property(fc.array(some, { maxLength: 60 }), (operations) => {
      const execution = new Execution();
      for (const { alone, ...each } of operations) execution.perform(each, alone);
      expect(execution.reads.map(({ found }) => found)).toEqual(execution.reads.map(({ said }) => said));
    }),
    { numRuns: 2000 },
  );
});

test('whatever a load has left behind, the next makes nothing of a name that was given, and writes no stamp again', () => {
  fc.assert(
    fc.property(fc.array(some, { maxLength: 40 }), fc.array(some, { maxLength: 40 }), (before, after) => {
      const execution = new Execution();
      for (const { alone, ...each } of before) execution.perform(each, alone);
      const { numberMax, reads } = execution;
      const first = reads.length;
      execution.goOn();
      for (const { alone, ...each } of after) execution.perform(each, alone);
      for (const { found, said } of reads.slice(first)) {
        expect(found).toEqual(said);
        for (const stamp of found) expect(stamp === BASE_STAMP || stamp > numberMax).toBe(true);
      }
    }),
    { numRuns: 1000 },
  );
});
