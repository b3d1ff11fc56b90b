/**
 * YAML to the located document. The `yaml` library reads the text; everything it leaves open or is lenient about is
 * decided here: sizes and depths are bounded before any costly step, keys are checked for duplicates (the library's own
 * check is quadratic), tags, non-finite numbers and numbers that lose digits are refused, aliases are bounded.
 */

import {
  Composer,
  type CST,
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  Lexer,
  type ParsedNode,
  Parser,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { DiagnosticReport } from './diagnostic-report.ts';
import type { Located, LocatedEntry, LocatedScalar, ScalarValue } from './located.ts';
import * as problems from './problems.ts';
import { type Place, positionAt, type Source } from './source.ts';

export const SOURCE_BYTES_MAX = 1_048_576;
export const NESTING_LEVELS_MAX = 64;
export const MAP_KEYS_MAX = 5000;
export const LINES_MAX = 20_000;
export const LINE_LENGTH_MAX = 100_000;
export const ALIASES_MAX = 50;
/** Marks, words and spaces of the text: what the time to read it depends on. */
export const LEXEMES_MAX = 50_000;
/** Values once aliases are written out. */
export const VALUES_MAX = 50_000;

/** A stretch of a source that holds one YAML value; all of it unless told otherwise. */
export interface YamlExtent {
  readonly start: number;
  readonly end: number;
}

/** Reads a source, or a part of it such as the value of an override. Undefined when the report says why not. */
export function parseYaml(
  source: Source,
  report: DiagnosticReport,
  { start, end }: YamlExtent = { start: 0, end: source.text.length },
): Located | undefined {
  const text = source.text.slice(start, end);
  const place = (from: number, to: number): Place => ({ source, start: start + from, end: start + to });
  if (utf8Bytes(text) > SOURCE_BYTES_MAX) {
    report.add(problems.tooLarge('bytes', SOURCE_BYTES_MAX), place(0, 0));
    return undefined;
  }
  const excess = excessOfLines(text);
  if (excess !== undefined) {
    report.add(excess.problem, place(excess.at, excess.at));
    return undefined;
  }
  const tokens = tokensOf(text, (problem, from, to) => report.add(problem, place(from, to)));
  if (tokens === undefined) return undefined;
  const documents = [...new Composer({ uniqueKeys: false }).compose(tokens, true, text.length)];
  const document = documents[0]!;
  if (reportSyntax(documents, source, place, report)) return undefined;
  if (document.contents === null) {
    report.add(problems.emptyDocument(), place(0, 0));
    return undefined;
  }
  return new LocatedBuilder(report, place).build(document.contents);
}

/** What is wrong with the lines of a text: too many, or one too long to be read in an instant; and where. */
function excessOfLines(
  text: string,
): { readonly problem: problems.Problem; readonly at: number } | undefined {
  let start = 0;
  for (let lines = 1; ; lines++) {
    if (lines > LINES_MAX) return { problem: problems.tooLarge('lines', LINES_MAX), at: start };
    const lineBreak = text.indexOf('\n', start);
    const end = lineBreak === -1 ? text.length : lineBreak;
    if (end - start > LINE_LENGTH_MAX) {
      return { problem: problems.tooLarge('characters in one line', LINE_LENGTH_MAX), at: start };
    }
    if (lineBreak === -1) return undefined;
    start = lineBreak + 1;
  }
}

/** The tokens of the concrete syntax; undefined when the text is beyond the limits on length and depth. */
function tokensOf(
  text: string,
  refuse: (problem: problems.Problem, start: number, end: number) => void,
): CST.Token[] | undefined {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let lexemes = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    // The stack holds the document, one collection per level, and the scalar that is being read.
    if (parser.stack.length > NESTING_LEVELS_MAX + 2) {
      refuse(problems.tooDeep(NESTING_LEVELS_MAX), parser.offset - lexeme.length, parser.offset);
      return undefined;
    }
    if (++lexemes > LEXEMES_MAX) {
      refuse(problems.tooLarge('words and marks', LEXEMES_MAX), parser.offset - lexeme.length, parser.offset);
      return undefined;
    }
  }
  for (const token of parser.end()) tokens.push(token);
  return tokens;
}

/** Reports what the library found wrong, one mistake a line: the next ones on a line mostly follow from the first. */
function reportSyntax(
  documents: readonly Document.Parsed[],
  source: Source,
  place: (from: number, to: number) => Place,
  report: DiagnosticReport,
): boolean {
  let wrong = false;
  const lines = new Set<number>();
  const [document, second] = documents;
  for (const { code, message, pos } of [...document!.errors, ...document!.warnings]) {
    wrong = true;
    const at = place(pos[0], pos[1]);
    const { line } = positionAt(source, at.start);
    if (lines.has(line)) continue;
    lines.add(line);
    if (code === 'TAG_RESOLVE_FAILED')
      report.add(problems.unknownTag(source.text.slice(at.start, at.end)), at);
    else report.add(problems.syntax(wording(message), SYNTAX_HELP.get(code) ?? null), at);
  }
  if (second !== undefined && !wrong) {
    wrong = true;
    const from = second.range[0];
    report.add(problems.severalDocuments(), place(from, from));
  }
  const { yaml } = document!.directives;
  if (yaml.explicit === true && yaml.version !== '1.2') {
    wrong = true;
    report.add(problems.yamlVersion(yaml.version), place(0, 0));
  }
  return wrong;
}

const SYNTAX_HELP: ReadonlyMap<string, string> = new Map([
  ['TAB_AS_INDENT', 'indent with spaces'],
  ['BAD_SCALAR_START', 'put the text in quotes'],
  ['BLOCK_AS_IMPLICIT_KEY', 'put a text that contains ": " in quotes'],
  ['MULTILINE_IMPLICIT_KEY', 'is a ":" missing, or is this line indented too far?'],
]);

/** The library's message as the rest of a sentence; one of them has a quote too many. */
function wording(message: string): string {
  return (message.charAt(0).toLowerCase() + message.slice(1)).replace('closing "quote', 'closing quote');
}

/** What is known of a value beside the value itself, for the limits. */
interface Built {
  readonly located: Located;
  /** Values in it, itself included, aliases written out. */
  readonly size: number;
  /** Levels of collections in it. */
  readonly height: number;
}

/** Builds the located document of one YAML document. */
class LocatedBuilder {
  readonly #report: DiagnosticReport;
  readonly #place: (from: number, to: number) => Place;
  /** Values by anchor; null while the value of the anchor is being built, which makes an alias to it circular. */
  readonly #anchors = new Map<string, Built | null>();
  #aliases = 0;
  #failed = false;

  constructor(report: DiagnosticReport, place: (from: number, to: number) => Place) {
    this.#report = report;
    this.#place = place;
  }

  /** Undefined when something was refused that leaves no sensible document. */
  build(contents: ParsedNode): Located | undefined {
    const built = this.#value(contents, 0);
    return this.#failed ? undefined : built.located;
  }

  #refuse(problem: problems.Problem, place: Place): void {
    this.#failed = true;
    this.#report.add(problem, place);
  }

  #value(node: ParsedNode, depth: number): Built {
    const place = this.#place(node.range[0], node.range[1]);
    if (isAlias(node)) return this.#alias(node.source, depth, place);
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, null);
    let built: Built;
    if (isScalar(node)) built = { located: this.#scalar(node, place), size: 1, height: 0 };
    else if (isMap(node)) built = this.#map(node, depth, place);
    else built = this.#list(node, depth, place);
    if (built.size > VALUES_MAX) {
      this.#refuse(problems.tooLarge('values', VALUES_MAX), place);
      return this.#nothing(place);
    }
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, built);
    return built;
  }

  #alias(anchor: string, depth: number, place: Place): Built {
    const target = this.#anchors.get(anchor);
    if (++this.#aliases > ALIASES_MAX) {
      if (this.#aliases === ALIASES_MAX + 1) this.#refuse(problems.tooLarge('aliases', ALIASES_MAX), place);
    } else if (target === undefined) {
      this.#refuse(problems.badAlias(`no anchor ${problems.quoted(anchor)} comes before this alias`), place);
    } else if (target === null) {
      this.#refuse(
        problems.badAlias(`the alias ${problems.quoted(anchor)} stands inside its own anchor`),
        place,
      );
    } else if (depth + target.height > NESTING_LEVELS_MAX) {
      this.#refuse(problems.tooDeep(NESTING_LEVELS_MAX), place);
    } else {
      return target;
    }
    return this.#nothing(place);
  }

  #map({ items }: YAMLMap.Parsed, depth: number, place: Place): Built {
    const entries = new Map<string, LocatedEntry>();
    let size = 1;
    let height = 0;
    for (const pair of items) {
      const keyPlace = this.#place(pair.key.range[0], pair.key.range[1]);
      const key = keyText(pair.key);
      if (key === null) {
        this.#refuse(problems.keyNotText(), keyPlace);
        continue;
      }
      const first = entries.get(key);
      if (first !== undefined) {
        const { line } = positionAt(place.source, first.keyPlace.start);
        this.#report.add(problems.duplicateKey(key, line), keyPlace);
        continue;
      }
      if (entries.size === MAP_KEYS_MAX) {
        this.#refuse(problems.tooLarge('keys in one map', MAP_KEYS_MAX), keyPlace);
        break;
      }
      const built = pair.value === null ? this.#nothing(keyPlace) : this.#value(pair.value, depth + 1);
      entries.set(key, { keyPlace, value: built.located });
      size += built.size;
      height = Math.max(height, built.height + 1);
    }
    return { located: { kind: 'map', place, entries }, size, height };
  }

  #list({ items }: YAMLSeq.Parsed, depth: number, place: Place): Built {
    const located: Located[] = [];
    let size = 1;
    let height = 0;
    for (const item of items) {
      if (isPair(item)) continue; // Only of tags that are refused.
      const built = this.#value(item, depth + 1);
      located.push(built.located);
      size += built.size;
      height = Math.max(height, built.height + 1);
    }
    return { located: { kind: 'list', place, items: located }, size, height };
  }

  #scalar(node: Scalar.Parsed, place: Place): LocatedScalar {
    const value = scalarValue(node.value);
    const written = place.source.text.slice(place.start, place.end);
    if (typeof value === 'number') {
      if (!Number.isFinite(value)) this.#refuse(problems.notFinite(written), place);
      else if (Math.abs(value) > Number.MAX_SAFE_INTEGER)
        this.#refuse(problems.numberTooLarge(written), place);
    }
    const text = typeof value === 'string' ? value : written;
    return { kind: 'scalar', place, value, text, textStart: textStart(text, written, place) };
  }

  #nothing(place: Place): Built {
    return { located: { kind: 'scalar', place, value: null, text: '', textStart: null }, size: 1, height: 0 };
  }
}

/** A key as text: `1` and `true` are texts there; null for a key that is a collection, an alias or nothing. */
function keyText(key: ParsedNode): string | null {
  if (!isScalar(key)) return null;
  if (typeof key.value === 'string') return key.value;
  return key.value === null || key.source === undefined ? null : key.source;
}

/** The core schema of YAML has no other scalars. */
function scalarValue(value: unknown): ScalarValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

/** Where the text of a scalar stands letter by letter in its source, if it does. */
function textStart(text: string, written: string, place: Place): number | null {
  if (written === text) return place.start;
  return written.length === text.length + 2 && written.slice(1, -1) === text ? place.start + 1 : null;
}

function utf8Bytes(text: string): number {
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    // A surrogate pair is four bytes: two for each half.
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 2 : 3;
  }
  return bytes;
}
