import { redact, secretsOf } from '../loadgen/safety/redact.ts';

/** A text as it may be shown and stored: without what has the shape of a credential, or is one of this process. */
export function withoutSecrets(text: string): string {
  return redact(text, secretsOf(process.env));
}
