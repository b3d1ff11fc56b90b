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
    const { name, newName, needs } = ledger.next(each);
    const short = [name, ...(newName === null ? [] : [newName])].map((path) =>
      path.slice('wave/assets/'.length),
    );
    return `${short.join(' to ')}${needs === 'nothing' ? '' : `, needs a ${needs}`}`;
  });
}

/** The stamps that a read is to find, as a text of one digit a byte. */
function stamps(ledger: FileLedger, offsetBytes: number, bytes: number): string {
  const parts = ledger.expected(operation('read', offsetBytes, bytes));
  return parts.map((part) => String(part.stamp).repeat(part.bytes)).join('');
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
    expect(names(operation('create'), operation('write', 10, 10), operation('read', 0, 20))[2]).toBe(
      '000017, needs a base',
    );
  });

  test('a directory is listed by any file in it', () => {
    expect(names(operation('readdir'))).toEqual(['000017']);
  });
});

describe('what a read is to find', () => {
  test('nothing but the base where nothing was written', () => {
    expect(stamps(new FileLedger(), 3, 4)).toBe('0000');
  });

  test('one stamp for writes that go on from each other', () => {
    const ledger = new FileLedger();
    for (const offset of [0, 3, 6]) ledger.next(operation('write', offset, 3));
    expect(stamps(ledger, 0, 9)).toBe('111111111');
  });

  test('what a shorter sequence left of a longer one', () => {
    const ledger = new FileLedger();
    ledger.next(operation('write', 0, 9));
    ledger.next(operation('write', 0, 2));
    ledger.next(operation('write', 2, 2));
    ledger.next(operation('write', 6, 1));
    expect(stamps(ledger, 0, 9)).toBe('222211311');
    expect(stamps(ledger, 3, 4)).toBe('2113');
  });

  test('the base after a remove, and again other stamps in the next version', () => {
    const ledger = new FileLedger();
    ledger.next(operation('write', 0, 4));
    ledger.next(operation('remove'));
    expect(stamps(ledger, 0, 4)).toBe('0000');
    ledger.next(operation('create'));
    ledger.next(operation('write', 0, 4));
    expect(stamps(ledger, 0, 4)).toBe('2222');
  });

  test('is in doubt for every operation on a version of which a change was given up, not for the next version', () => {
    const ledger = new FileLedger();
    const write = ledger.next(operation('write', 0, 4));
    const read = ledger.next(operation('read', 0, 4));
    write.content!.doubted = true;
    expect(read.content!.doubted).toBe(true);
    expect(ledger.next(operation('create')).content!.doubted).toBe(false);
    expect(new FileLedger().next(operation('read', 0, 4)).content).toBeNull();
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

  write(name: string, { offsetBytes, bytes }: Operation, stamp: number): void {
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

  remove(name: string): void {
    this.find(name);
    this.#files.delete(name);
    this.#gone.add(name);
  }
}

/** Does what the ledger says, on files of which only those exist that it says were made before. */
class Execution {
  readonly #ledger = new FileLedger();
  readonly #files = new ModelFiles();

  perform(each: Operation): void {
    const { name, newName, needs, stamp } = this.#ledger.next(each);
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
        expect(this.#expected(each)).toEqual(
          isBase
            ? Array(each.bytes).fill(0)
            : this.#files.find(name).slice(each.offsetBytes).slice(0, each.bytes),
        );
        return;
      case 'create':
        return this.#files.make(name);
      case 'write':
        return this.#files.write(name, each, stamp);
      case 'commit':
        this.#files.find(name);
        return;
      case 'rename':
        return this.#files.rename(name, newName!);
      case 'remove':
        return this.#files.remove(name);
    }
  }

  #expected(each: Operation): readonly number[] {
    let at = each.offsetBytes;
    return this.#ledger.expected(each).flatMap(({ offsetBytes, bytes, stamp }) => {
      expect(offsetBytes).toBe(at);
      at += bytes;
      return Array<number>(bytes).fill(stamp);
    });
  }
}

test('whatever the operations, each finds what it needs, and every read what the ledger says', () => {
  const some = fc.record({
    kind: fc.constantFrom(...OPERATION_KINDS, 'write' as const, 'read' as const),
    file: fc.constantFrom('a/000000', 'a/000001'),
    offsetBytes: fc.nat(6),
    bytes: fc.nat(6),
  });
  fc.assert(
    fc.property(fc.array(some, { maxLength: 60 }), (operations) => {
      const execution = new Execution();
      for (const each of operations) execution.perform(each);
    }),
    { numRuns: 2000 },
  );
});
