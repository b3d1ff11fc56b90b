import { TargetError } from '../../target.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  /** Request line and headers with the empty line after them. */
  readonly head: string;
  readonly body?: Uint8Array;
  /** Where the body of a successful answer goes; otherwise, and for failures, it is kept as text. */
  readonly into?: Uint8Array;
}

export interface HttpResponse {
  readonly status: number;
  /** By name in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** Length of the body, wherever it went. */
  readonly bodyBytes: number;
  /** The body, unless it went into the request's buffer. */
  readonly text: string;
}

/** An answer that is not HTTP as servers of objects speak it. Not worth trying again: the server would say it again. */
export function malformedAnswer(what: string): TargetError {
  return new TargetError('protocol', `the server's answer is malformed: ${what}`, { retryable: false });
}
