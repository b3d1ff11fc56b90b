import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Credentials } from '../../../../loadgen/targets/s3/credentials.ts';
import {
  canonicalRequest,
  type SignableRequest,
  SigningKey,
  sha256Hex,
  timestampOf,
  UNSIGNED_PAYLOAD,
} from '../../../../loadgen/targets/s3/signature.ts';
import { encodeKey, encodeQuery, encodeUri } from '../../../../loadgen/targets/s3/uri-encoding.ts';

const EMPTY = sha256Hex('');

/**
 * The published Signature Version 4 test suite (General Reference of AWS, "Signature Version 4 test suite"; also kept in
 * botocore's tests): requests of 2015-08-30T12:36:00Z to us-east-1 and a service called "service".
 */
describe('the published test suite', () => {
  const credentials = new Credentials('AKIDEXAMPLE', 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY');
  const key = new SigningKey(credentials, '20150830', 'us-east-1', 'service');
  const host = ['host', 'example.amazonaws.com'] as const;
  const date = ['x-amz-date', '20150830T123600Z'] as const;
  const unreserved = '-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  const get = (given: Partial<SignableRequest>): SignableRequest => ({
    method: 'GET',
    path: '/',
    query: '',
    headers: [host, date],
    payloadHash: EMPTY,
    ...given,
  });

  test.each<[string, SignableRequest, string]>([
    ['get-vanilla', get({}), '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
    [
      'get-vanilla-empty-query-key',
      get({ query: encodeQuery([['Param1', 'value1']]) }),
      'a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb',
    ],
    [
      'get-vanilla-query-order-key',
      get({
        query: encodeQuery([
          ['Param1', 'value2'],
          ['Param1', 'Value1'],
        ]),
      }),
      'eedbc4e291e521cf13422ffca22be7d2eb8146eecf653089df300a15b2382bd1',
    ],
    [
      'get-vanilla-query-order-key-case',
      get({
        query: encodeQuery([
          ['Param2', 'value2'],
          ['Param1', 'value1'],
        ]),
      }),
      'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
    ],
    [
      'get-vanilla-query-order-value',
      get({
        query: encodeQuery([
          ['Param1', 'value2'],
          ['Param1', 'value1'],
        ]),
      }),
      '5772eed61e12b33fae39ee5e7012498b51d56abc0abb7c60486157bd471c4694',
    ],
    [
      'get-unreserved',
      get({ path: `/${encodeKey(unreserved)}` }),
      '07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f',
    ],
    [
      'get-utf8',
      get({ path: `/${encodeKey('ሴ')}` }),
      '8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85',
    ],
    [
      'get-header-key-duplicate',
      get({ headers: [host, ['my-header1', 'value2,value2,value1'], date] }),
      'c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea',
    ],
    [
      'get-header-value-order',
      get({ headers: [host, ['my-header1', 'value4,value1,value3,value2'], date] }),
      '08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01',
    ],
  ])('%s', (_, request, signature) => {
    expect(key.signature('20150830T123600Z', canonicalRequest(request))).toBe(signature);
  });

  test('get-vanilla, each step', () => {
    const canonical = canonicalRequest(get({}));
    expect(canonical.split('\n')).toEqual([
      'GET',
      '/',
      '',
      'host:example.amazonaws.com',
      'x-amz-date:20150830T123600Z',
      '',
      'host;x-amz-date',
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    ]);
    expect(key.stringToSign('20150830T123600Z', canonical).split('\n')).toEqual([
      'AWS4-HMAC-SHA256',
      '20150830T123600Z',
      '20150830/us-east-1/service/aws4_request',
      'bb579772317eb040ac9ed261061d46c1f17a8133879d6129b6e1c25292927e63',
    ]);
  });
});

/** The worked examples of the Amazon S3 API Reference, "Signature Calculations" and "Using Query Parameters". */
describe("the S3 reference's examples", () => {
  const credentials = new Credentials('AKIAIOSFODNN7EXAMPLE', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY');
  const key = new SigningKey(credentials, '20130524', 'us-east-1', 's3');
  const timestamp = '20130524T000000Z';
  const host = ['host', 'examplebucket.s3.amazonaws.com'] as const;
  const date = ['x-amz-date', timestamp] as const;
  const hashed = (payloadHash: string) => ['x-amz-content-sha256', payloadHash] as const;
  const signatureOf = (request: SignableRequest) => key.signature(timestamp, canonicalRequest(request));

  test('GET of a range of an object', () => {
    const request: SignableRequest = {
      method: 'GET',
      path: '/test.txt',
      query: '',
      headers: [host, ['range', 'bytes=0-9'], hashed(EMPTY), date],
      payloadHash: EMPTY,
    };
    expect(key.authorization('AKIAIOSFODNN7EXAMPLE', timestamp, request)).toBe(
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, ' +
        'SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, ' +
        'Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    );
  });

  test('PUT of an object, its payload signed, a dollar sign in its key', () => {
    const payloadHash = sha256Hex('Welcome to Amazon S3.');
    const storageClass = ['x-amz-storage-class', 'REDUCED_REDUNDANCY'] as const;
    const headers = [
      ['date', 'Fri, 24 May 2013 00:00:00 GMT'] as const,
      host,
      hashed(payloadHash),
      date,
      storageClass,
    ];
    expect(
      signatureOf({
        method: 'PUT',
        path: `/${encodeKey('test$file.text')}`,
        query: '',
        headers,
        payloadHash,
      }),
    ).toBe('98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd');
  });

  test.each([
    [
      'the life cycle of a bucket',
      encodeQuery([['lifecycle', '']]),
      'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
    ],
    [
      'a listing',
      encodeQuery([
        ['prefix', 'J'],
        ['max-keys', '2'],
      ]),
      '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
    ],
  ])('GET of %s', (_, query, signature) => {
    const headers = [host, hashed(EMPTY), date];
    expect(signatureOf({ method: 'GET', path: '/', query, headers, payloadHash: EMPTY })).toBe(signature);
  });

  test('a presigned GET', () => {
    const query = encodeQuery([
      ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
      ['X-Amz-Credential', `AKIAIOSFODNN7EXAMPLE/${key.scope}`],
      ['X-Amz-Date', timestamp],
      ['X-Amz-Expires', '86400'],
      ['X-Amz-SignedHeaders', 'host'],
    ]);
    const request = {
      method: 'GET',
      path: '/test.txt',
      query,
      headers: [host],
      payloadHash: UNSIGNED_PAYLOAD,
    };
    expect(signatureOf(request)).toBe('aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404');
  });
});

describe('encoding', () => {
  const anyText = fc.string({ unit: 'grapheme' });

  test('leaves unreserved characters only, and loses nothing', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const encoded = encodeUri(text);
        expect(encoded).toMatch(/^([A-Za-z0-9._~-]|%[0-9A-F]{2})*$/);
        expect(decodeURIComponent(encoded)).toBe(text);
      }),
    );
  });

  test('of a key keeps its slashes', () => {
    fc.assert(
      fc.property(fc.array(anyText, { minLength: 1 }), (parts) => {
        expect(encodeKey(parts.join('/'))).toBe(
          parts.map((part) => encodeUri(part).replaceAll('%2F', '/')).join('/'),
        );
      }),
    );
  });

  test('of a query does not depend on the order of its parameters', () => {
    const parameter = fc.tuple(fc.constantFrom('a', 'A', 'a b', 'ä', 'list-type', 'prefix'), anyText);
    fc.assert(
      fc.property(fc.array(parameter), fc.infiniteStream(fc.nat()), (parameters, ranks) => {
        const shuffled = parameters
          .map((each) => ({ each, rank: ranks.next().value }))
          .toSorted((a, b) => a.rank - b.rank)
          .map(({ each }) => each);
        expect(encodeQuery(shuffled)).toBe(encodeQuery(parameters));
      }),
    );
  });
});

describe('a signature', () => {
  const credentials = new Credentials('ID', 'secret');
  const request = fc.record({
    method: fc.constantFrom('GET', 'PUT'),
    path: fc.constantFrom('/a', '/b'),
    query: fc.constantFrom('', 'a=1'),
    payloadHash: fc.constantFrom(UNSIGNED_PAYLOAD, EMPTY),
    host: fc.constantFrom('one', 'two'),
    day: fc.constantFrom('20260101', '20260102'),
    region: fc.constantFrom('x', 'y'),
  });
  const sign = ({ host, day, region, ...rest }: typeof request extends fc.Arbitrary<infer T> ? T : never) =>
    new SigningKey(credentials, day, region, 's3').signature(
      `${day}T000000Z`,
      canonicalRequest({ ...rest, headers: [['host', host]] }),
    );

  test('is the same for the same request, and another for any other', () => {
    fc.assert(
      fc.property(request, request, (a, b) => {
        expect(sign(a) === sign(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
      }),
    );
  });

  test('carries the time to the second', () => {
    expect(timestampOf(Date.UTC(2013, 4, 24, 1, 2, 3, 999))).toBe('20130524T010203Z');
  });
});
