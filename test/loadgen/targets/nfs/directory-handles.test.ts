import { beforeEach, describe, expect, test } from 'vitest';
import { DirectoryHandles } from '../../../../loadgen/targets/nfs/directory-handles.ts';
import type { FileHandle } from '../../../../loadgen/targets/nfs/file-handle.ts';
import type { NfsClient } from '../../../../loadgen/targets/nfs/nfs-client.ts';
import { nfsError } from '../../../../loadgen/targets/nfs/nfs-status.ts';

const STALE = 70;

/** Directories by the texts of their handles, which all change when the server forgets them. */
class HandleServer implements Pick<NfsClient, 'lookup'> {
  epoch = 0;
  lookups: string[] = [];
  mounts = 0;

  handle(path: string): FileHandle {
    return { bytes: new Uint8Array(), text: `${this.epoch}:${path}` };
  }

  /** What any operation on a handle does first. */
  check({ text }: FileHandle): void {
    if (!text.startsWith(`${this.epoch}:`)) throw nfsError(STALE);
  }

  lookup: NfsClient['lookup'] = async (directory, name) => {
    this.check(directory);
    const path = `${directory.text.slice(directory.text.indexOf(':') + 1)}/${name}`;
    this.lookups.push(path);
    if (name === 'missing') return undefined;
    const kind = name === 'file' ? 'file' : 'directory';
    return { handle: this.handle(path), attributes: { kind, bytes: 0, modifiedSeconds: 0 } };
  };
}

describe('handles of directories', () => {
  let server: HandleServer;
  let directories: DirectoryHandles;
  const use = (path: string) =>
    directories.within(path, async (handle) => {
      server.check(handle);
      return handle.text;
    });

  beforeEach(() => {
    server = new HandleServer();
    directories = new DirectoryHandles(server, server.handle(''), async () => {
      server.mounts++;
      return server.handle('');
    });
  });

  test('are looked up part by part, once', async () => {
    expect(await use('a/b/c')).toBe('0:/a/b/c');
    expect(await use('a/b/c')).toBe('0:/a/b/c');
    expect(await use('a/b')).toBe('0:/a/b');
    expect(server.lookups).toEqual(['/a', '/a/b', '/a/b/c']);
  });

  test('are looked up again, from a new mount, when the server knows none of them any more', async () => {
    await use('a/b');
    server.epoch++;
    expect(await use('a/b')).toBe('1:/a/b');
    expect(server.mounts).toBe(1);
  });

  test('are mounted anew once for all who find them stale', async () => {
    await Promise.all(['a', 'b', 'c'].map(use));
    server.epoch++;
    expect(await Promise.all(['a', 'b', 'c'].map(use))).toEqual(['1:/a', '1:/b', '1:/c']);
    expect(server.mounts).toBe(1);
  });

  test('are given up when they stay stale', async () => {
    await expect(directories.within('a', () => Promise.reject(nfsError(STALE)))).rejects.toMatchObject({
      code: 'stale',
      retryable: true,
    });
  });

  test('are forgotten with all below them', async () => {
    await use('a/b/c');
    await use('ab');
    directories.forget('a');
    server.lookups = [];
    await use('a/b/c');
    await use('ab');
    expect(server.lookups).toEqual(['/a', '/a/b', '/a/b/c']);
  });

  test('are not those of a missing directory, nor of a file', async () => {
    await expect(use('a/missing/b')).rejects.toMatchObject({
      code: 'not-found',
      message: 'there is no directory a/missing',
    });
    await expect(use('a/file/b')).rejects.toMatchObject({ code: 'not-a-directory' });
  });
});
