import { documentWithoutSecrets } from './without-secrets.ts';

/**
 * Returns a document as the bytes that `--json` prints and `--out` stores, without secrets. JSON cannot express NaN or
 * infinity and silently turns them into null. Throws RangeError with the name of such a field instead.
 */
export function toJson(document: object): string {
  return `${JSON.stringify(documentWithoutSecrets(document), finite, 2)}\n`;
}

/** Returns a document as one line of JSON, without secrets. Throws as `toJson` does. */
export function toJsonLine(document: object): string {
  return `${JSON.stringify(documentWithoutSecrets(document), finite)}\n`;
}

function finite(key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new RangeError(`the field "${key}" of a result is ${value}, which JSON cannot carry`);
  }
  return value;
}
