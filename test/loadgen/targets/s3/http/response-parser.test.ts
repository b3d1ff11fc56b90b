import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HttpRequest } from '../../../../../loadgen/targets/s3/http/message.ts';
import { ResponseParser } from '../../../../../loadgen/targets/s3/http/response-parser.ts';
import { TargetError } from '../../../../../loadgen/targets/target.ts';

const GET: HttpRequest = { method: 'GET', head: '' };

/** Pushes the text in pieces that end where `cuts` say, through one buffer that is overwritten each time, as a socket does. */
function parse(text: string, cuts: readonly number[] = [], request = GET): ResponseParser {
  const parser = new ResponseParser(request);
  const bytes = Buffer.from(text, 'latin1');
  const shared = Buffer.alloc(Math.max(bytes.length, 1));
  let from = 0;
  for (const to of [...cuts, bytes.length]) {
    shared.fill(0xff);
    bytes.copy(shared, 0, from, to);
    parser.push(shared, to - from);
    from = to;
  }
  return parser;
}

const WITH_LENGTH =
  'HTTP/1.1 200 OK\r\nContent-Length: 11\r\nETag:  "e" \r\nx-a: 1\r\nX-A: 2\r\n\r\nhello world';
const CHUNKED =
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n006\r\n world\r\n0\r\nTrailer: x\r\n\r\n';
const INTERIM = `HTTP/1.1 100 Continue\r\n\r\n${WITH_LENGTH}`;

describe('an answer', () => {
  test.each([
    ['with a length', WITH_LENGTH],
    ['in chunks', CHUNKED],
    ['after an interim one', INTERIM],
  ])('%s is the same however it is split: at every byte, and at any two', (_, text) => {
    const whole = parse(text).response();
    expect(whole).toMatchObject({ status: 200, bodyBytes: 11, text: 'hello world' });
    for (let first = 0; first <= text.length; first++) {
      for (let second = first; second <= text.length; second++) {
        expect(parse(text, [first, second]).response()).toEqual(whole);
      }
    }
    const everyByte = Array.from({ length: text.length }, (_each, index) => index);
    expect(parse(text, everyByte).response()).toEqual(whole);
  });

  test('has headers by lower-case name, repeated ones joined', () => {
    const { headers } = parse(WITH_LENGTH).response();
    const names = ['content-length', 'etag', 'x-a', 'x-b', 'x', ''];
    expect(names.map((name) => headers.get(name))).toEqual([
      '11',
      '"e"',
      '1, 2',
      undefined,
      undefined,
      undefined,
    ]);
  });

  test("lands in the caller's buffer where it is a success, and is text where it is not", () => {
    const into = new Uint8Array(16);
    const landed = parse(CHUNKED, [70], { ...GET, into }).response();
    expect(landed).toMatchObject({ bodyBytes: 11, text: '' });
    expect(Buffer.from(into).toString('latin1', 0, 12)).toBe('hello world\0');
    const refused = parse(WITH_LENGTH.replace('200', '404'), [], { ...GET, into }).response();
    expect(refused).toMatchObject({ status: 404, text: 'hello world' });
  });

  test.each([
    ['to HEAD', 'HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n', { ...GET, method: 'HEAD' as const }],
    ['204', 'HTTP/1.1 204 No Content\r\n\r\n', GET],
    ['304', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n', GET],
    ['of no bytes', 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n', GET],
  ])('%s has no body', (_, text, request) => {
    const parser = parse(text, [], request);
    expect(parser.complete).toBe(true);
    expect(parser.response().bodyBytes).toBe(0);
  });

  test.each([
    ['HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n', true],
    ['HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: Close\r\n\r\n', false],
    ['HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n', false],
    ['HTTP/1.0 200 OK\r\nContent-Length: 0\r\nConnection: Keep-Alive\r\n\r\n', true],
  ])('%j keeps the connection: %s', (text, keepAlive) => {
    expect(parse(text).keepAlive).toBe(keepAlive);
  });

  test('of a proxy that refuses without a length ends with the connection', () => {
    const parser = parse('HTTP/1.0 503 Unavailable\r\n\r\n<html>busy');
    expect(parser.complete).toBe(false);
    parser.end();
    expect(parser.response()).toMatchObject({ status: 503, text: '<html>busy' });
  });
});

describe('a malformed answer', () => {
  const head = (lines: string) => `HTTP/1.1 200 OK\r\n${lines}\r\n\r\n`;

  test.each([
    ['another protocol', 'SSH-2.0-OpenSSH\r\n\r\n'],
    ['HTTP/2', 'HTTP/2 200\r\n\r\n'],
    ['a status that is none', 'HTTP/1.1 999 X\r\n\r\n'],
    ['a header without a name', head(': x')],
    ['a header without a colon', head('hello')],
    ['a space in a name', head('content length: 1')],
    ['a folded header', head('a: b\r\n c')],
    ['two lengths', head('content-length: 1\r\ncontent-length: 1')],
    ['a length and chunks', head('content-length: 1\r\ntransfer-encoding: chunked')],
    ['another encoding', head('transfer-encoding: gzip, chunked')],
    ['a negative length', head('content-length: -1')],
    ['a length with a sign', head('content-length: +1')],
    ['a length in hexadecimal', head('content-length: 0x10')],
    ['a length past all integers', head('content-length: 99999999999999999999')],
    ['a length past all memory', head('content-length: 999999999999999')],
    ['no length', head('a: b')],
    ['endless headers', `HTTP/1.1 200 OK\r\n${'a'.repeat(40_000)}`],
    ['too many headers', head(Array.from({ length: 101 }, (_, index) => `a${index}: b`).join('\r\n'))],
    ['too many interim answers', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(9)],
    ['a chunk without a length', `${head('transfer-encoding: chunked')}xyz\r\n`],
    ['a chunk past all memory', `${head('transfer-encoding: chunked')}ffffffffff\r\n`],
    ['a chunk longer than it says', `${head('transfer-encoding: chunked')}1\r\nab\r\n`],
    ['an endless chunk extension', `${head('transfer-encoding: chunked')}1;${'a'.repeat(2000)}`],
    ['endless trailers', `${head('transfer-encoding: chunked')}0\r\n${'a: b\r\n'.repeat(200)}`],
    ['more than it says', `${head('content-length: 1')}ab`],
  ])('with %s is refused', (_, text) => {
    expect(refusal(() => parse(text)).code).toBe('protocol');
    expect(refusal(() => bytewise(text)).code).toBe('protocol');
  });

  test('longer than the buffer is refused, by its head and by its chunks', () => {
    const request = { ...GET, into: new Uint8Array(10) };
    expect(refusal(() => parse(WITH_LENGTH, [], request)).code).toBe('protocol');
    expect(refusal(() => parse(CHUNKED, [], request)).code).toBe('protocol');
  });

  test('cut short anywhere is a lost connection, worth another try', () => {
    for (const text of [WITH_LENGTH, CHUNKED, INTERIM]) {
      for (let length = 0; length < text.length; length++) {
        const parser = parse(text.slice(0, length));
        expect(refusal(() => parser.end())).toMatchObject({ code: 'unreachable', retryable: true });
      }
    }
  });

  test('of any bytes at all is read or refused, never anything else', () => {
    const heads = ['HTTP/1.1 200 OK', 'content-length: 3', 'transfer-encoding: chunked', 'a: b'];
    const others = ['\r\n', '\r', '\n', '\r\n\r\n', ':', ' ', '3\r\nabc\r\n', '0\r\n\r\n', 'ffff', ';', '\0'];
    const piece = fc.constantFrom(...heads, ...others);
    const cut = fc.nat({ max: 60 });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.array(cut, { maxLength: 3 }), (pieces, cuts) => {
        const text = pieces.join('');
        const sorted = cuts.map((each) => Math.min(each, text.length)).toSorted((a, b) => a - b);
        expect(outcome(text, sorted)).toEqual(outcome(text, []));
      }),
      { numRuns: 5000 },
    );
  });
});

function bytewise(text: string): void {
  parse(
    text,
    Array.from({ length: text.length }, (_, index) => index),
  );
}

/** What comes of it, but for the sentence. */
function outcome(text: string, cuts: readonly number[]): unknown {
  try {
    const parser = parse(text, cuts);
    return parser.complete ? parser.response() : 'incomplete';
  } catch (error) {
    if (error instanceof TargetError) return error.code;
    throw error;
  }
}

function refusal(work: () => unknown): TargetError {
  try {
    work();
  } catch (error) {
    if (error instanceof TargetError) return error;
    throw error;
  }
  throw new Error('not refused');
}
