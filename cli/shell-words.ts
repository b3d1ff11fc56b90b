import { withoutSecrets } from './without-secrets.ts';

/** Returns a command line that can be pasted into a shell; secrets are taken out of its words before these are quoted. */
export function shellWords(words: readonly string[]): string {
  return words
    .map(withoutSecrets)
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(' ');
}
