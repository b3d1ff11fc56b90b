import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTarget, protocolOf } from '../../../loadgen/targets/protocols.ts';
import { TargetError } from '../../../loadgen/targets/target.ts';
import { locationOf } from '../location-of.ts';

describe('the protocol of a target', () => {
  test.each([
    ['/mnt/show', 'posix'],
    ['relative/path', 'posix'],
    ['with:colon', 'posix'],
    ['nfs://filer/export', 'nfs'],
    ['NFS://filer/export', 'nfs'],
    ['s3://bucket/prefix', 's3'],
  ] as const)('of %s is %s', (url, kind) => {
    expect(protocolOf(url).name).toBe(kind);
  });

  test.each([
    ['file:///mnt/show', /file:\/\/.*give the path alone/],
    ['smb://filer/share', /smb:\/\/.*a directory, nfs:\/\/host\/export\/directory or s3:\/\/bucket/],
    ['https://bucket.example', /https:\/\/.*s3:\/\/bucket/],
    ['', /a target is a directory/],
    ['/mnt/\0show', /printable/],
  ])('of %s is none, and what is one is said', (url, words) => {
    expect(() => protocolOf(url)).toThrow(TargetError);
    expect(() => protocolOf(url)).toThrow(words);
  });
});

describe('a location', () => {
  let root: string;

  beforeAll(() => {
    root = mkdtempSync(path.join(tmpdir(), 'headroom-open-'));
  });

  afterAll(() => rmSync(root, { recursive: true }));

  test('leads to a directory, also from another thread', async () => {
    const target = await openTarget(structuredClone(locationOf(root)));
    await target.create('file');
    expect(await target.readdir('')).toEqual([{ name: 'file', kind: 'file' }]);
    await target.close();
  });

  test('that leads nowhere says so in one line', async () => {
    await expect(openTarget(locationOf(path.join(root, 'nothing')))).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringMatching(
        /^[^\n]+nothing: nothing has this name: create the directory, or mount[^\n]*$/,
      ),
    });
  });

  test('that is a file says so', async () => {
    const file = path.join(root, 'a-file');
    writeFileSync(file, '');
    await expect(openTarget(locationOf(file))).rejects.toMatchObject({
      code: 'not-a-directory',
      message: expect.stringMatching(/a-file: this is not a directory: give the directory/),
    });
  });

  test('of S3 takes its credentials from the file it names, and the bucket from its URL', async () => {
    const credentialsFile = path.join(root, 'missing-credentials');
    await expect(openTarget({ ...locationOf('s3://show/prefix'), credentialsFile })).rejects.toMatchObject({
      code: 'credentials',
      message: expect.stringContaining('missing-credentials'),
    });
  });

  test('of NFS says what its URL should look like', async () => {
    await expect(openTarget(locationOf('nfs://'))).rejects.toMatchObject({ code: 'protocol' });
  });
});
