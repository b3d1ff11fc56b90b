import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { DiagnosticReport } from './diagnostic-report.ts';
import {
  type Located,
  type LocatedEntry,
  type LocatedMap,
  type LocatedScalar,
  plain,
  type ScalarValue,
} from './located.ts';
import { type Problem } from './problem.ts';
import { quoted } from './problem-words.ts';
import * as problems from './problems.ts';
import { typeName } from './schema/fields.ts';
import { type Place, positionAt } from './source.ts';
import { NESTING_LEVELS_MAX } from './yaml-tokens.ts';

const MAP_KEYS_MAX = 5000;
const ALIASES_MAX = 50;
/** Values once aliases are written out. */
const VALUES_MAX = 50_000;

/** Facts about a value beside the value itself, for the limits. */
interface Built {
  readonly located: Located;
  /** Values in it, itself included, aliases written out. */
  readonly size: number;
  /** Levels of collections in it. */
  readonly height: number;
}

/** Builds the located document of one YAML document. */
export class LocatedBuilder {
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

  #refuse(problem: Problem, place: Place): void {
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
      const isFactor = /^[\d.]+$/.test(anchor);
      this.#refuse(
        problems.badAlias(
          `no anchor ${quoted(anchor)} comes before this alias`,
          isFactor
            ? `a multiple of what is there is written "x${anchor}"`
            : 'an anchor counts within its own file',
        ),
        place,
      );
    } else if (target === null) {
      this.#refuse(problems.badAlias(`the alias ${quoted(anchor)} stands inside its own anchor`), place);
    } else if (depth + target.height > NESTING_LEVELS_MAX) {
      this.#refuse(problems.tooDeep(NESTING_LEVELS_MAX), place);
    } else {
      return target;
    }
    return this.#nothing(place);
  }

  #map({ items }: YAMLMap.Parsed, depth: number, place: Place): Built {
    const entries = new Map<string, LocatedEntry>();
    let merged: LocatedMap['entries'] | undefined;
    let size = 1;
    let height = 0;
    for (const pair of items) {
      const keyPlace = this.#place(pair.key.range[0], pair.key.range[1]);
      const key = keyText(pair.key);
      if (key === null) {
        this.#refuse(problems.keyNotText(), keyPlace);
        continue;
      }
      if (isMergeKey(pair.key)) {
        if (merged !== undefined) this.#report.add(problems.mergedTwice(), keyPlace);
        const built = pair.value === null ? this.#nothing(keyPlace) : this.#value(pair.value, depth);
        merged ??= this.#merged(built.located, keyPlace);
        size += built.size;
        height = Math.max(height, built.height);
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
    for (const [key, entry] of merged ?? []) if (!entries.has(key)) entries.set(key, entry);
    return { located: { kind: 'map', place, entries }, size, height };
  }

  /** Returns the entries that a merge key brings in: those of a map, or of a list of maps, of which the first has precedence. */
  #merged(value: Located, keyPlace: Place): LocatedMap['entries'] {
    const entries = new Map<string, LocatedEntry>();
    for (const map of value.kind === 'list' ? value.items : [value]) {
      if (map.kind !== 'map') {
        if (!this.#failed) this.#report.add(problems.notMergeable(typeName(plain(map))), keyPlace);
        continue;
      }
      for (const [key, entry] of map.entries) if (!entries.has(key)) entries.set(key, entry);
    }
    return entries;
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

/** Whether a key merges other maps in: "<<" without quotes. */
function isMergeKey(key: ParsedNode): boolean {
  return isScalar(key) && key.value === '<<' && key.type === 'PLAIN';
}

/** The core schema of YAML has no other scalars. */
function scalarValue(value: unknown): ScalarValue {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

/** Returns the offset at which the text of a scalar stands letter by letter in its source, if it does. */
function textStart(text: string, written: string, place: Place): number | null {
  if (written === text) return place.start;
  return written.length === text.length + 2 && written.slice(1, -1) === text ? place.start + 1 : null;
}
