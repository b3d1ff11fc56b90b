/**
 * Turns YAML into the located document. The `yaml` library reads the text; this module is strict where the library is
 * lenient. It bounds sizes and depths before any costly step, and bounds aliases. It checks keys for duplicates, as the
 * library's own check is quadratic. It refuses tags, non-finite numbers and numbers that lose digits.
 */

import { Composer, type Document } from 'yaml';
import type { TextRange } from './diagnostic.ts';
import type { DiagnosticReport } from './diagnostic-report.ts';
import type { Located } from './located.ts';
import { LocatedBuilder } from './located-builder.ts';
import * as problems from './problems.ts';
import { type Place, positionAt, type Source } from './source.ts';
import { tokensOf } from './yaml-tokens.ts';

/** Reads a source, or a part of it such as the value of an override. Undefined when the report says why not. */
export function parseYaml(
  source: Source,
  report: DiagnosticReport,
  { start, end }: TextRange = { start: 0, end: source.text.length },
): Located | undefined {
  const text = source.text.slice(start, end);
  const place = (from: number, to: number): Place => ({ source, start: start + from, end: start + to });
  const read = tokensOf(text);
  if (read.kind === 'refused') {
    report.add(read.problem, place(read.start, read.end));
    return undefined;
  }
  const composer = new Composer({ uniqueKeys: false, resolveKnownTags: false });
  const documents = withoutStacks(() => [...composer.compose(read.tokens, true, text.length)]);
  const document = documents[0]!;
  if (reportSyntax(documents, source, place, report)) return undefined;
  if (document.contents === null) {
    report.add(problems.emptyDocument(), place(0, 0));
    return undefined;
  }
  return new LocatedBuilder(report, place).build(document.contents);
}

/** Composes without noting for each mistake where in the library it was found, which takes ten times as long as finding it. */
function withoutStacks<Result>(compose: () => Result): Result {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return compose();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
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
