import { documentWithoutSecrets } from './without-secrets.ts';

/**
 * Returns a document as the bytes that `--json` prints and `--out` stores, without secrets. JSON has no way to write NaN or
 * infinity and turns them into null in silence; a figure lost that way is a bug, so it is one here: throws RangeError naming
 * the field.
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
