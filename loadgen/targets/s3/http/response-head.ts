import { HeaderLines } from './header-lines.ts';
import { malformedAnswer, type ResponseHeaders } from './message.ts';

/** How the end of a body is known. */
export type BodyFraming =
  | { readonly kind: 'none' }
  | { readonly kind: 'length'; readonly bytes: number }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'until-close' };

export interface ResponseHead {
  readonly status: number;
  readonly headers: ResponseHeaders;
  readonly framing: BodyFraming;
  /** Whether the connection serves another request after this one. */
  readonly keepAlive: boolean;
}

const STATUS_LINE = /^HTTP\/1\.([01]) ([1-5][0-9]{2})(?: [^\r]*)?(?:\r\n|$)/;

/**
 * Reads status line and headers. Strict where leniency lets two readers disagree on where an answer ends: folded lines,
 * two lengths, a length beside a transfer encoding.
 *
 * @param text without the empty line at its end
 * @throws TargetError 'protocol'
 */
export function parseResponseHead(text: string, isAnswerToHead: boolean): ResponseHead {
  const statusLine = STATUS_LINE.exec(text);
  if (statusLine === null) throw malformedAnswer('it does not begin with an HTTP/1 status line');
  const status = Number(statusLine[2]);
  const headers = new HeaderLines(text, statusLine[0].length);
  const framing = framingOf(status, headers, isAnswerToHead);
  const connection = headers.connection?.toLowerCase();
  const keepAlive =
    framing.kind !== 'until-close' &&
    (statusLine[1] === '1' ? connection !== 'close' : connection === 'keep-alive');
  return { status, headers, framing, keepAlive };
}

function framingOf(status: number, headers: HeaderLines, isAnswerToHead: boolean): BodyFraming {
  const { transferEncoding: encoding, contentLength: length } = headers;
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
