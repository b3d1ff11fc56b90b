import { TargetError } from '../../target.ts';
import { type Endpoint, urlOf } from '../location.ts';

/** A connection that could not be made, or was lost; `cause` undefined where it was closed without a word. */
export function unreachable(endpoint: Endpoint, cause: Error | undefined): TargetError {
  const code = cause !== undefined && 'code' in cause ? String(cause.code) : '';
  const at = urlOf(endpoint);
  switch (code) {
    case 'ENOTFOUND':
      return failure(`the name of ${at} is not known: check the endpoint`, false);
    case 'EAI_AGAIN':
      return failure(`the name of ${at} could not be looked up: the name server does not answer`, true);
    case 'ECONNREFUSED':
      return failure(`nothing listens at ${at}: check the endpoint and that the server runs`, true);
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return failure(`there is no route to ${at}`, true);
    case 'ETIMEDOUT':
      return new TargetError('timeout', `${at} does not answer`, { retryable: true, cause });
    case 'ECONNRESET':
    case 'EPIPE':
    case '':
      return failure(`${at} closed the connection without an answer`, true);
    case 'EPROTO':
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
    case 'ERR_SSL_PACKET_LENGTH_TOO_LONG':
      return failure(`${at} does not speak TLS: use http:// in the endpoint`, false);
    default:
      if (/CERT|SSL|TLS|ISSUER|SIGNATURE/.test(code)) {
        return failure(
          `the certificate of ${at} is not trusted (${code}): set AWS_CA_BUNDLE to the authority's certificate`,
          false,
        );
      }
      return failure(`the connection to ${at} failed (${code})`, true);
  }

  function failure(message: string, retryable: boolean): TargetError {
    return new TargetError('unreachable', message, { retryable, cause });
  }
}
