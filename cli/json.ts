import { redact, secretsOf } from '../loadgen/safety/redact.ts';

/**
 * A document as the bytes that `--json` prints and `--out` stores. JSON has no way to write NaN or infinity and turns
 * them into null in silence; a figure lost that way is a bug, so it is one here: throws RangeError naming the field.
 * Secrets in its texts are taken out.
 */
export function toJson(document: object): string {
  const known = secretsOf(process.env);
  const text = JSON.stringify(
    document,
    (key, value: unknown) => {
      if (typeof value === 'number' && !Number.isFinite(value)) {
        throw new RangeError(`the field "${key}" of a result is ${value}, which JSON cannot carry`);
      }
      return typeof value === 'string' ? redact(value, known) : value;
    },
    2,
  );
  return `${text}\n`;
}
