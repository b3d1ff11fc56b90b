import * as z from 'zod';
import { findProtocol } from '../loadgen/targets/protocols.ts';
import { rampResultSchema } from '../models/ramp-result-schema.ts';
import { resultSchema } from '../models/result-schema.ts';

let words: ReadonlySet<string> | undefined;

/**
 * Tells whether a text is part of the documents' own language: a field, an enumerated value, or the name of a protocol.
 */
export function isDocumentWord(text: string): boolean {
  return schemaWords().has(text) || findProtocol(text) !== undefined;
}

function schemaWords(): ReadonlySet<string> {
  if (words === undefined) {
    const found = new Set<string>();
    for (const schema of [resultSchema, rampResultSchema]) {
      collectWords(z.toJSONSchema(schema, { unrepresentable: 'any' }), found);
    }
    words = found;
  }
  return words;
}

function collectWords(schema: unknown, found: Set<string>): void {
  if (typeof schema !== 'object' || schema === null) return;
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'properties') for (const field of Object.keys(value)) found.add(field);
    if (key === 'const' || key === 'enum') {
      for (const word of [value].flat()) if (typeof word === 'string') found.add(word);
    }
    collectWords(value, found);
  }
}
