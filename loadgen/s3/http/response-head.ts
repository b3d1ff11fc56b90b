import { malformedAnswer } from './message.ts';

/** How the end of a body is known. */
export type BodyFraming =
  | { readonly kind: 'none' }
  | { readonly kind: 'length'; readonly bytes: number }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'until-close' };

export interface ResponseHead {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly framing: BodyFraming;
  /** Whether the connection serves another request after this one. */
  readonly keepAlive: boolean;
}

const STATUS_LINE = /^HTTP\/1\.([01]) ([1-5][0-9]{2})(?: |$)/;
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const HEADERS_MAX = 100;

/**
 * Reads status line and headers. Strict where leniency lets two readers disagree on where an answer ends: folded lines,
 * two lengths, a length beside a transfer encoding.
 *
 * @param text without the empty line at its end
 * @throws TargetError 'protocol'
 */
export function parseResponseHead(text: string, isAnswerToHead: boolean): ResponseHead {
  const lines = text.split('\r\n');
  const statusLine = STATUS_LINE.exec(lines[0] ?? '');
  if (statusLine === null) throw malformedAnswer('it does not begin with an HTTP/1 status line');
  if (lines.length > HEADERS_MAX + 1) throw malformedAnswer(`it has more than ${HEADERS_MAX} headers`);
  const status = Number(statusLine[2]);
  const headers = new Map<string, string>();
  for (let index = 1; index < lines.length; index++) {
    const line = lines[index] ?? '';
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(colon, 0));
    if (!HEADER_NAME.test(name)) throw malformedAnswer('a header has no name');
    const key = name.toLowerCase();
    const value = line.slice(colon + 1).trim();
    const before = headers.get(key);
    if (before !== undefined && key === 'content-length') throw malformedAnswer('it has two lengths');
    headers.set(key, before === undefined ? value : `${before}, ${value}`);
  }
  const framing = framingOf(status, headers, isAnswerToHead);
  const connection = headers.get('connection')?.toLowerCase();
  const keepAlive =
    framing.kind !== 'until-close' &&
    (statusLine[1] === '1' ? connection !== 'close' : connection === 'keep-alive');
  return { status, headers, framing, keepAlive };
}

function framingOf(
  status: number,
  headers: ReadonlyMap<string, string>,
  isAnswerToHead: boolean,
): BodyFraming {
  const encoding = headers.get('transfer-encoding');
  const length = headers.get('content-length');
  if (encoding !== undefined && length !== undefined) {
    throw malformedAnswer('it has both a length and a transfer encoding');
  }
  if (encoding !== undefined && encoding.toLowerCase() !== 'chunked') {
    throw malformedAnswer('its transfer encoding is not "chunked"');
  }
  if (length !== undefined && !/^[0-9]{1,15}$/.test(length))
    throw malformedAnswer('its length is not a number');
  if (isAnswerToHead || status < 200 || status === 204 || status === 304) return { kind: 'none' };
  if (encoding !== undefined) return { kind: 'chunked' };
  if (length !== undefined) return { kind: 'length', bytes: Number(length) };
  // Proxies refuse without a length. Of data, an end that is not announced cannot be told from a connection that broke.
  if (status < 300) throw malformedAnswer('it does not say how long it is');
  return { kind: 'until-close' };
}
