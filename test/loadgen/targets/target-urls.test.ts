import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseNfsUrl } from '../../../loadgen/targets/nfs/nfs-url.ts';
import { parseLocation } from '../../../loadgen/targets/s3/location.ts';

/** Names of directories as people give them, with all that means something in a URL. */
const name = fc
  .string({
    unit: fc.constantFrom(...Array.from('aZ09_- .#?%&=+:;@!$\'()*,~[]{}|^`"<>\\\u00e9\u5bdf\u{1f3ac}')),
    minLength: 1,
    maxLength: 12,
  })
  .filter((text) => !/^\.+$/.test(text));
const names = fc.array(name, { minLength: 1, maxLength: 4 });
const encoded = (parts: readonly string[]) => parts.map(encodeURIComponent).join('/');

describe('a target', () => {
  test('over NFS reads back from what is printed of it, whatever its directories are called', () => {
    const options = fc.constantFrom('', '?nfsport=14049&mountport=14050', '?uid=7&gid=8&timeout=30s');
    fc.assert(
      fc.property(names, options, (parts, search) => {
        const location = parseNfsUrl(`nfs://filer/${encoded(parts)}${search}`);
        expect(location.path).toBe(`/${parts.join('/')}`);
        expect(parseNfsUrl(location.url)).toEqual(location);
      }),
    );
  });

  test('over S3 reads back from what is printed of it, whatever its prefix is', () => {
    const options = fc.constantFrom(
      '',
      '?endpoint=http://127.0.0.1:13080',
      '?region=eu-west-1&payload=signed',
    );
    fc.assert(
      fc.property(names, options, (parts, search) => {
        const location = parseLocation(`s3://load/${encoded(parts)}${search}`, {});
        expect(location.prefix).toBe(parts.map((part) => `${part}/`).join(''));
        expect(parseLocation(location.url, {})).toEqual(location);
      }),
    );
  });

  test('with a bare "#" is refused, as all behind it would be dropped, and told how to write it', () => {
    expect(() => parseNfsUrl('nfs://filer/odd/shot#1?nfsport=14049')).toThrow(
      'nfs://filer/odd/shot%231?nfsport=14049',
    );
    expect(() => parseLocation('s3://load/shot#010?endpoint=http://127.0.0.1:13080', {})).toThrow('%23');
    expect(() => parseLocation('s3://load/x?endpoint=http://127.0.0.1:13080#', {})).toThrow('%23');
  });
});
