import { describe, expect, test } from 'vitest';
import { placeOf } from '../../../../loadgen/targets/nfs/nfs-path.ts';
import { parseNfsUrl } from '../../../../loadgen/targets/nfs/nfs-url.ts';
import { TargetError } from '../../../../loadgen/targets/target.ts';

describe('the URL of an NFS target', () => {
  test('names a host and a path, and leaves the ports to the port mapper', () => {
    expect(parseNfsUrl('nfs://filer/shows/dune/')).toMatchObject({
      url: 'nfs://filer/shows/dune',
      host: 'filer',
      path: '/shows/dune',
      nfsPort: null,
      mountPort: null,
      connections: 1,
      timeoutSeconds: 60,
    });
  });

  test('may say everything', () => {
    expect(
      parseNfsUrl('nfs://[::1]:2050/a%20b?mountport=2051&uid=500&gid=600&connections=4&timeout=1500ms'),
    ).toMatchObject({
      host: '::1',
      path: '/a b',
      nfsPort: 2050,
      mountPort: 2051,
      uid: 500,
      gid: 600,
      connections: 4,
      timeoutSeconds: 1.5,
    });
  });

  test.each([
    ['filer:/export', /does not begin with nfs|no URL/],
    ['http://filer/export', /does not begin with nfs/],
    ['nfs:///export', /names no host/],
    ['nfs://filer', /names no export/],
    ['nfs://filer/', /names no export/],
    ['nfs://filer/%2e%2e%2fetc', /part that is no name/],
    ['nfs://filer/a%00b', /part that is no name/],
    ['nfs://filer/%zz', /% that begins no character/],
    ['nfs://filer/export?port=1', /no option "port"; there are nfsport/],
    ['nfs://filer/export?nfsport=0', /from 1 to 65535, not "0"/],
    ['nfs://filer/export?nfsport=1e3', /not "1e3"/],
    ['nfs://filer/export?uid=-1', /not "-1"/],
    ['nfs://filer/export?uid=5000000000', /not "5000000000"/],
    ['nfs://filer/export?uid=1&uid=2', /given twice/],
    ['nfs://filer/export?connections=1000', /from 1 to 64/],
    ['nfs://filer/export?timeout=30', /100ms to 1h/],
    ['nfs://filer:1/export?nfsport=2', /nfsport is 2, and the port behind the host is 1/],
  ])('%s is refused with a reason', (text, reason) => {
    expect(() => parseNfsUrl(text)).toThrow(reason);
    expect(() => parseNfsUrl(text)).toThrow(TargetError);
  });

  test('never repeats a password', () => {
    expect(() => parseNfsUrl('nfs://user:hunter2@filer/export')).toThrow(/^(?!.*hunter2).*no passwords/);
  });
});

describe('a path below the root', () => {
  test('is a directory and a name', () => {
    expect(placeOf('')).toBeUndefined();
    expect(placeOf('a')).toEqual({ directory: '', name: 'a' });
    expect(placeOf('a/b/...c')).toEqual({ directory: 'a/b', name: '...c' });
  });

  test.each(['/', '/a', 'a/', 'a//b', '.', '..', './a', 'a/.', 'a/./b', '../a', 'a/../b', 'a/..', 'a\0b'])(
    'is not %j',
    (path) => {
      expect(() => placeOf(path)).toThrow(TargetError);
    },
  );

  test('has names of at most 255 bytes', () => {
    expect(placeOf('é'.repeat(127))?.name).toHaveLength(127);
    expect(() => placeOf('é'.repeat(128))).toThrow(/255 bytes/);
  });
});
