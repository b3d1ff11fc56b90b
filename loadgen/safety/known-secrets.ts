/** Secrets that a process was given, to be found wherever they stand. */

import type { TextPart } from './secret-shapes.ts';

/** Names of variables whose values are secrets. */
const SECRET_VARIABLE =
  /SECRET|TOKEN|PASSW|PASS$|_PWD$|PASSPHRASE|API_?KEY|_KEY$|ACCESS_KEY|CREDENTIAL|_AUTH$/i;
/** Names of variables that say where a secret is, or what it is for. */
const ABOUT_A_SECRET =
  /CREDENTIALS$|_(?:FILE|FILES|PATH|DIR|PROCESS|HOST|NAME|TYPE|USER|EXPIRATION|LIFETIME)$/i;
/** Shorter values occur in any text. */
const LENGTH_MIN = 8;
/** So much of the beginning of a long secret is one itself: messages cut long texts short. */
const PREFIX_LENGTH = 32;
/** Words that settings hold instead of a secret, and the name of this program. */
const NO_SECRET = /^(?:headroom|password|disabled|required|optional|undefined|redacted)$/i;

/** The secrets among the variables of an environment, by the names of the variables. */
export function secretsOf(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.entries(environment).flatMap(([name, value]) => {
    const isSecret = SECRET_VARIABLE.test(name) && !ABOUT_A_SECRET.test(name);
    return isSecret && value !== undefined && value.length >= LENGTH_MIN && !NO_SECRET.test(value)
      ? [value]
      : [];
  });
}

/** Finds secrets as they are, and as URLs, JSON, shells and lists of parameters write them; parts may overlap. */
export function knownSecrets(text: string, known: readonly string[]): readonly TextPart[] {
  const parts: TextPart[] = [];
  for (const form of new Set(known.flatMap(formsOf))) {
    const begin = form.slice(0, PREFIX_LENGTH);
    for (let start = text.indexOf(begin); start >= 0; start = text.indexOf(begin, start + 1)) {
      let end = start + begin.length;
      while (end < text.length && end - start < form.length && text[end] === form[end - start]) end++;
      parts.push({ start, end });
    }
  }
  return parts;
}

/** The ways in which a secret is written. */
function formsOf(secret: string): readonly string[] {
  const whole = secret.toWellFormed();
  const encoded = encodeURIComponent(whole);
  const forms = [
    secret,
    secret.trim(),
    encoded,
    encoded.replaceAll('%20', '+'),
    encoded.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    encodeURI(whole),
    // As RFC 3986 has it, and forms do.
    encoded.replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`),
    JSON.stringify(secret).slice(1, -1),
    secret.replaceAll("'", "'\\''"),
  ];
  return forms.filter(({ length }) => length >= LENGTH_MIN);
}
