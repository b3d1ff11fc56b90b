/** The one way by which secrets are taken out of what is shown and stored: value by value, before anything is written. */

import { mask, redact, secretsOf } from '../loadgen/safety/redact.ts';
import type { Diagnostic, SourceText } from '../models/scenario/diagnostic.ts';
import { isDocumentWord } from './document-words.ts';

/** Returns a text as it may be shown and stored: without what has the shape of a credential, or is one of this process. */
export function withoutSecrets(text: string): string {
  return redact(text, secretsOf(process.env));
}

/** Documents that have been cleared: clearing them again would only take time. */
const cleared = new WeakSet<object>();

/**
 * Returns a document with secrets taken out of its texts and of the names that it files figures under. Its numbers, its fields
 * and the words of its own language ("seconds", "objective") stay, so that it can be read back whatever the environment holds.
 */
export function documentWithoutSecrets<T extends object>(document: T): T {
  if (cleared.has(document)) return document;
  const clean = new DocumentCleaner(secretsOf(process.env)).document(document);
  cleared.add(clean);
  return clean;
}

/** Returns diagnostics and the texts that they point into; a secret there becomes stars, so that carets stay in place. */
export function diagnosticsWithoutSecrets<T extends Diagnostic>(
  diagnostics: readonly T[],
  sources: readonly SourceText[],
): { readonly diagnostics: readonly T[]; readonly sources: readonly SourceText[] } {
  const known = secretsOf(process.env);
  return {
    diagnostics: documentWithoutSecrets(diagnostics),
    sources: sources.map(({ path, text }) => ({ path: redact(path, known), text: mask(text, known) })),
  };
}

class DocumentCleaner {
  readonly #known: readonly string[];
  /** The same names stand in a document again and again. */
  readonly #texts = new Map<string, string>();

  constructor(known: readonly string[]) {
    this.#known = known;
  }

  document<T extends object>(document: T): T;
  document(document: object): object {
    if (Array.isArray(document)) return document.map((item: unknown) => this.#value(item));
    const clean = new Map<string, unknown>();
    for (const [key, value] of Object.entries(document))
      clean.set(freeName(this.#text(key), clean), this.#value(value));
    return Object.fromEntries(clean);
  }

  #value(value: unknown): unknown {
    if (typeof value === 'string') return this.#text(value);
    return typeof value === 'object' && value !== null ? this.document(value) : value;
  }

  #text(text: string): string {
    let clean = this.#texts.get(text);
    if (clean === undefined) {
      clean = redact(text, this.#known);
      if (clean !== text && isDocumentWord(text)) clean = text;
      this.#texts.set(text, clean);
    }
    return clean;
  }
}

/** Two names that are the same without their secrets are told apart by numbers. */
function freeName(name: string, taken: ReadonlyMap<string, unknown>): string {
  let free = name;
  for (let number = 2; taken.has(free); number++) free = `${name} (${number})`;
  return free;
}
