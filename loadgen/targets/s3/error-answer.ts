/**
 * Meaning of an S3 server's refusal: the kind of failure, what to do, and whether trying again may help. The server's
 * own sentence is left out: it may repeat what it was sent, which includes secrets.
 */

import { TargetError, type TargetErrorCode } from '../target.ts';
import type { HttpResponse } from './http/message.ts';
import { type S3Location, urlOf } from './location.ts';
import { childText, parseXml, type XmlElement } from './xml.ts';

interface Meaning {
  readonly code: TargetErrorCode;
  readonly message: string;
  readonly retryable: boolean;
}

/** Why a request was refused. @param nowMilliseconds this machine's clock, for the skew */
export function errorOfAnswer(
  answer: HttpResponse,
  location: S3Location,
  nowMilliseconds: number,
): TargetError {
  const document = documentOf(answer);
  const code = presentable(document === undefined ? undefined : childText(document, 'Code'));
  const { message, retryable, ...meaning } =
    meaningOfCode(code, answer, location, nowMilliseconds) ?? meaningOfStatus(answer.status, location);
  const said = code === undefined ? `status ${answer.status}` : `${code}, status ${answer.status}`;
  return new TargetError(meaning.code, `${message} (${said})`, { retryable });
}

/** The body of an answer, where it is a document. */
export function documentOf({ text }: HttpResponse): XmlElement | undefined {
  if (!text.trimStart().startsWith('<')) return undefined;
  try {
    return parseXml(text.trimStart());
  } catch {
    return undefined;
  }
}

function meaningOfCode(
  code: string | undefined,
  answer: HttpResponse,
  location: S3Location,
  nowMilliseconds: number,
): Meaning | undefined {
  const { bucket, endpoint, region } = location;
  switch (code) {
    case 'SignatureDoesNotMatch':
      return final('credentials', 'the secret access key is not the one of this access key id');
    case 'InvalidAccessKeyId':
      return final(
        'credentials',
        `${urlOf(endpoint)} does not know the access key id: check profile and endpoint`,
      );
    case 'ExpiredToken':
    case 'TokenRefreshRequired':
      return final('credentials', 'the credentials have expired: obtain new ones');
    case 'InvalidToken':
    case 'InvalidSecurity':
    case 'NotSignedUp':
      return final('credentials', 'the credentials are not valid here');
    case 'RequestTimeTooSkewed':
      return final('clock-skew', skewSentence(answer, nowMilliseconds));
    case 'AccessDenied':
    case 'AccountProblem':
    case 'AllAccessDisabled':
      return final('permission', `the credentials do not allow this in bucket ${bucket}`);
    case 'NoSuchBucket':
      return final(
        'not-found',
        `bucket ${bucket} does not exist at ${urlOf(endpoint)}: create it, or check its name and the endpoint`,
      );
    case 'NoSuchKey':
    case 'NoSuchUpload':
      return final('not-found', 'there is no such object');
    case 'KeyTooLongError':
    case 'InvalidObjectName':
      return final('name-too-long', 'the server does not accept the name');
    case 'QuotaExceeded':
      return final('quota', `the quota of bucket ${bucket} or of its owner is used up`);
    case 'EntityTooLarge':
      return final('quota', 'the object is larger than the server accepts');
    case 'InsufficientCapacity':
    case 'XMinioStorageFull':
      return final('no-space', 'the server has no room left');
    case 'SlowDown':
    case 'TooManyRequests':
    case 'RequestLimitExceeded':
      return again('throttled', 'the server asks for fewer requests');
    case 'InternalError':
      return again('unreachable', `${urlOf(endpoint)} failed to serve the request`);
    case 'ServiceUnavailable':
      return again('throttled', 'the server is too busy');
    case 'RequestTimeout':
      return again('timeout', 'the server waited too long for the request');
    case 'BadDigest':
    case 'IncompleteBody':
    case 'XAmzContentSHA256Mismatch':
      return again('io', 'what the server received is not what was sent');
    case 'OperationAborted':
    case 'ConcurrentModification':
      return again('io', 'another request changed the same object or bucket');
    case 'PermanentRedirect':
    case 'TemporaryRedirect':
    case 'AuthorizationHeaderMalformed':
      return final('protocol', `bucket ${bucket} is not in region ${region}${regionAdvice(answer)}`);
    case 'NotImplemented':
    case 'XNotImplemented':
    case 'MethodNotAllowed':
    case 'UnsupportedOperation':
      return unsupported(location);
    case undefined:
    default:
      return undefined;
  }
}

function meaningOfStatus(status: number, location: S3Location): Meaning {
  const { bucket, endpoint } = location;
  if (status === 401) return final('credentials', `${urlOf(endpoint)} does not accept the credentials`);
  if (status === 403) return final('permission', `the credentials do not allow this in bucket ${bucket}`);
  if (status === 404) return final('not-found', 'there is no such object or bucket');
  if (status === 405 || status === 501) return unsupported(location);
  if (status === 408) return again('timeout', 'the server waited too long for the request');
  if (status === 413) return final('quota', 'the object is larger than the server accepts');
  if (status === 429 || status === 503) return again('throttled', 'the server is too busy');
  if (status === 507) return final('no-space', 'the server has no room left');
  if (status >= 500) return again('unreachable', `${urlOf(endpoint)} failed to serve the request`);
  return final('protocol', `${urlOf(endpoint)} refused the request: is it an S3 server?`);
}

function skewSentence({ headers }: HttpResponse, nowMilliseconds: number): string {
  const server = Date.parse(headers.get('date') ?? '');
  if (Number.isNaN(server)) return "this machine's clock differs from the server's: correct it";
  const seconds = Math.round((nowMilliseconds - server) / 1000);
  const direction = seconds < 0 ? 'behind' : 'ahead of';
  return `this machine's clock is ${Math.abs(seconds)} s ${direction} the server's: correct it`;
}

function regionAdvice(answer: HttpResponse): string {
  const document = documentOf(answer);
  const region =
    answer.headers.get('x-amz-bucket-region') ??
    (document === undefined ? undefined : childText(document, 'Region'));
  if (region === undefined || !/^[a-z]{2}(-[a-z]+)+-[0-9]{1,2}$/.test(region))
    return ': give its region in the URL';
  return `: add region=${region} to the URL`;
}

/** Codes are words in camel case; anything else might be what the server was sent. */
function presentable(code: string | undefined): string | undefined {
  return code !== undefined && code.length <= 48 && /^([A-Z]+[a-z]+)+([A-Z]*|Error)$/.test(code)
    ? code
    : undefined;
}

/** An optional part of S3 that this server does not have, or no S3 server at all. */
function unsupported({ endpoint }: S3Location): Meaning {
  return final('unsupported', `${urlOf(endpoint)} does not support this request of S3`);
}

function final(code: TargetErrorCode, message: string): Meaning {
  return { code, message, retryable: false };
}

function again(code: TargetErrorCode, message: string): Meaning {
  return { code, message, retryable: true };
}
