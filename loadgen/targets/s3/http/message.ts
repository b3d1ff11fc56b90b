import { TargetError } from '../../target.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  /** Request line and headers with the empty line after them. */
  readonly head: string;
  readonly body?: Uint8Array | undefined;
  /** Destination of the body of a successful answer; otherwise, and for failures, it is kept as text. */
  readonly into?: Uint8Array | undefined;
}

export interface ResponseHeaders {
  /** Returns a header by name in lower case; several of one name are joined with commas. */
  get(name: string): string | undefined;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: ResponseHeaders;
  /** Length of the body, wherever it went. */
  readonly bodyBytes: number;
  /** The body, unless it went into the request's buffer. */
  readonly text: string;
}

/** An answer that is not HTTP as servers of objects speak it. Not worth trying again: the server would say it again. */
export function malformedAnswer(what: string): TargetError {
  return new TargetError('protocol', `the server's answer is malformed: ${what}`, { retryable: false });
}
