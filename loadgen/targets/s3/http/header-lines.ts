import { malformedAnswer, type ResponseHeaders } from './message.ts';

const HEADERS_MAX = 100;
const NAME_CHARACTERS = /[!#$%&'*+.^_`|~0-9A-Za-z-]/;
/** Whether a character may stand in a name, by its code. */
const IN_NAME = Uint8Array.from({ length: 256 }, (_, code) =>
  NAME_CHARACTERS.test(String.fromCharCode(code)) ? 1 : 0,
);
const COLON = 0x3a;

/**
 * The headers of an answer, as text. Each is checked once, and those that say where the answer ends are read. The
 * others are searched only on request, which is rare.
 */
export class HeaderLines implements ResponseHeaders {
  contentLength: string | undefined;
  transferEncoding: string | undefined;
  connection: string | undefined;
  readonly #text: string;
  readonly #start: number;

  /** @throws TargetError 'protocol' for what is no header, for too many, and for two lengths */
  constructor(text: string, start: number) {
    this.#text = text;
    this.#start = start;
    let count = 0;
    for (let at = start; at < text.length; ) {
      if (++count > HEADERS_MAX) throw malformedAnswer(`it has more than ${HEADERS_MAX} headers`);
      const colon = endOfName(text, at);
      if (colon === at || text.charCodeAt(colon) !== COLON) throw malformedAnswer('a header has no name');
      const end = endOfLine(text, colon);
      this.#note(at, colon, end);
      at = end + 2;
    }
  }

  get(name: string): string | undefined {
    let value: string | undefined;
    for (let at = this.#start; at < this.#text.length; ) {
      const colon = at + name.length;
      const end = endOfLine(this.#text, at);
      if (this.#text.charCodeAt(colon) === COLON && this.#text.slice(at, colon).toLowerCase() === name) {
        const found = this.#text.slice(colon + 1, end).trim();
        value = value === undefined ? found : `${value}, ${found}`;
      }
      at = end + 2;
    }
    return value;
  }

  /** Told by the length of the name first, which few share. */
  #note(at: number, colon: number, end: number): void {
    const length = colon - at;
    if (length !== 10 && length !== 14 && length !== 17) return;
    const name = this.#text.slice(at, colon).toLowerCase();
    const value = this.#text.slice(colon + 1, end).trim();
    if (name === 'content-length') {
      if (this.contentLength !== undefined) throw malformedAnswer('it has two lengths');
      this.contentLength = value;
    } else if (name === 'transfer-encoding') {
      this.transferEncoding = joined(this.transferEncoding, value);
    } else if (name === 'connection') {
      this.connection = joined(this.connection, value);
    }
  }
}

function joined(before: string | undefined, value: string): string {
  return before === undefined ? value : `${before}, ${value}`;
}

/** The first character from `at` on that may not stand in a name. */
function endOfName(text: string, at: number): number {
  let end = at;
  while (IN_NAME[text.charCodeAt(end)] === 1) end++;
  return end;
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\r\n', at);
  return end === -1 ? text.length : end;
}
