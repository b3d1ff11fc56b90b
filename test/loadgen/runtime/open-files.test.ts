import { describe, expect, test } from 'vitest';
import { RealClock } from '../../../loadgen/runtime/clock.ts';
import { Driver } from '../../../loadgen/runtime/driver.ts';
import { type OpenFile, OpenFiles } from '../../../loadgen/runtime/open-files.ts';
import { NOTHING } from '../../../loadgen/runtime/rehearsal.ts';
import type { Storage } from '../../../loadgen/targets/storage.ts';
import { TargetError } from '../../../loadgen/targets/target.ts';
import type { Body } from '../../../sim/kernel/process.ts';

const OPEN_MAXIMUM = 256;

/** Files of a storage that answers at once and notes what is open. */
function openFiles(): { readonly files: OpenFiles; readonly open: Set<string>; opened: () => number } {
  const open = new Set<string>();
  let opened = 0;
  const storage: Storage = {
    ...NOTHING,
    open: (path) => {
      opened++;
      open.add(path);
      return {
        read: (_offsetBytes, into) => into.length,
        write: () => undefined,
        commit: () => undefined,
        close: () => {
          open.delete(path);
        },
      };
    },
  };
  const driver = new Driver(new RealClock(process.hrtime.bigint()));
  return { files: new OpenFiles(driver, storage, 'run/'), open, opened: () => opened };
}

/** What answers at once waits for nothing. */
function atOnce<T>(body: Body<T>): T {
  const step = body.next();
  if (step.done !== true) throw new Error('this waits');
  return step.value;
}

function enter(files: OpenFiles, name: string): OpenFile {
  return files.enter(name, 'read') ?? atOnce(files.open(name, 'read'));
}

function use(files: OpenFiles, name: string): void {
  expect(files.leave(enter(files, name), undefined)).toBeNull();
}

describe('open files', () => {
  test('are opened once, however often they are used', () => {
    const { files, open, opened } = openFiles();
    for (let i = 0; i < 3; i++) use(files, 'a');
    expect(opened()).toBe(1);
    expect([...open]).toEqual(['run/a']);
  });

  test('are at most so many, and those used again and again stay open', () => {
    const { files, open, opened } = openFiles();
    for (let i = 0; i < 4 * OPEN_MAXIMUM; i++) {
      use(files, 'again');
      use(files, `once-${i}`);
    }
    expect(open.size).toBe(OPEN_MAXIMUM);
    expect(open).toContain('run/again');
    expect(opened()).toBe(4 * OPEN_MAXIMUM + 1);
  });

  test('are not closed while they are in use', () => {
    const { files, open } = openFiles();
    const held = Array.from({ length: OPEN_MAXIMUM + 10 }, (_, i) => enter(files, `held-${i}`));
    expect(open.size).toBe(held.length);
    for (let i = 0; i < OPEN_MAXIMUM; i++) use(files, `other-${i}`);
    for (const { name } of held) expect(open).toContain(`run/${name}`);
  });

  test('are closed under both uses, once nothing else is asked of them', () => {
    const { files, open } = openFiles();
    expect(files.close('a')).toBeNull();
    use(files, 'a');
    const written = atOnce(files.open('a', 'write'));
    expect(files.leave(written, undefined)).toBeNull();
    atOnce(files.close('a')!);
    expect(open.size).toBe(0);
    expect(files.enter('a', 'read')).toBeUndefined();
  });

  test('are forgotten where the handle leads to the file no longer, and closed by the last who uses them', () => {
    const { files } = openFiles();
    const stale = new TargetError('stale', 'gone', { retryable: true });
    const [first, second] = [enter(files, 'a'), enter(files, 'a')];
    expect(files.leave(first, stale)).toBeNull();
    expect(files.enter('a', 'read')).toBeUndefined();
    expect(files.leave(second, undefined)).toBe(second.file);
  });
});
