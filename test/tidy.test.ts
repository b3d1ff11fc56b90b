/** The project's own rules, held against every file of it. ARCHITECTURE.md names them; here they can fail. */

import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { toolOf } from '../cli/tool.ts';

const ROOT = path.join(import.meta.dirname, '..');
const NOT_OURS = new Set(['.git', 'node_modules', 'dist', 'out', 'coverage']);

/** Paths of all files, from the root, with forward slashes. */
const FILES = readdirSync(ROOT, { withFileTypes: true })
  .filter(({ name }) => !NOT_OURS.has(name) && !name.endsWith('.tgz'))
  .flatMap((entry) => (entry.isDirectory() ? filesBelow(entry.name) : [entry.name]))
  .toSorted();

function filesBelow(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true })
    .map((name) => path.posix.join(folder, String(name).replaceAll(path.sep, '/')))
    .filter((name) => statSync(path.join(ROOT, name)).isFile());
}

const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const below = (folder: string) => FILES.filter((file) => file.startsWith(`${folder}/`));
const isCode = (file: string) => /\.(ts|mjs)$/.test(file);
const CODE = FILES.filter(isCode);

/** Comments, which may speak of what code may not do, are left out; strings stay. */
function codeOf(file: string): string {
  return read(file)
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ''))
    .replace(/(^|\s)\/\/.*$/gm, '');
}

/** Every line of the files that matches, as "file:line: text": what a failing test shows. */
function matches(
  files: readonly string[],
  pattern: RegExp,
  textOf: (file: string) => string = read,
): string[] {
  return files.flatMap((file) =>
    textOf(file)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [])),
  );
}

interface Import {
  readonly file: string;
  readonly specifier: string;
  /** Path from the root for a file of ours, null for a package. */
  readonly target: string | null;
}

function importsOf(file: string): Import[] {
  return [...codeOf(file).matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g)].map(([, specifier = '']) => ({
    file,
    specifier,
    target: specifier.startsWith('.') ? path.posix.join(path.posix.dirname(file), specifier) : null,
  }));
}

function violations(files: readonly string[], allowed: (each: Import) => boolean): string[] {
  return files
    .filter(isCode)
    .flatMap(importsOf)
    .filter((each) => !allowed(each))
    .map(({ file, specifier }) => `${file} imports ${specifier}`);
}

describe('imports go one way', () => {
  const MAY_IMPORT: Readonly<Record<string, RegExp>> = {
    models: /^models\//,
    sim: /^(models|sim)\//,
    loadgen: /^(models|loadgen|sim\/(kernel|runtime))\//,
    reports: /^(models|sim|loadgen|reports)\//,
    cli: /^(models|sim|loadgen|reports|cli|dist)\//,
  };

  test.each(Object.entries(MAY_IMPORT))('%s imports nothing but %s', (folder, allowed) => {
    expect(violations(below(folder), ({ target }) => target === null || allowed.test(target))).toEqual([]);
  });

  test('the kernel imports nothing but itself and seedrandom', () => {
    expect(
      violations(below('sim/kernel'), ({ specifier, target }) =>
        target === null ? /^seedrandom\b/.test(specifier) : target.startsWith('sim/kernel/'),
      ),
    ).toEqual([]);
  });

  test('the runtime, which both clocks use, imports nothing of the simulated hardware', () => {
    const allowed = /^(models|sim\/(kernel|runtime))\//;
    expect(violations(below('sim/runtime'), ({ target }) => target !== null && allowed.test(target))).toEqual(
      [],
    );
  });

  test('the simulated hardware knows nothing of the studio that uses it', () => {
    const allowed = /^(models|sim\/(kernel|runtime|world))\//;
    expect(violations(below('sim/world'), ({ target }) => target !== null && allowed.test(target))).toEqual(
      [],
    );
  });

  test('models and sim need no Node: they run unchanged in a browser', () => {
    const browserless = [...below('models'), ...below('sim')];
    expect(violations(browserless, ({ specifier }) => !specifier.startsWith('node:'))).toEqual([]);
    expect(
      matches(
        browserless.filter(isCode),
        /\bprocess\.(env|argv|exit|std|cwd|hrtime|nextTick|memory|version|platform)|\bBuffer\.|\brequire\(/,
        codeOf,
      ),
    ).toEqual([]);
  });

  test('no file only passes on what others export', () => {
    expect(matches(CODE, /^export \* from/)).toEqual([]);
    expect(CODE.filter((file) => /(^|\/)index\.ts$/.test(file))).toEqual([]);
  });
});

describe('the same seed gives the same bytes', () => {
  test('models and sim read no clock and no random source of their own', () => {
    const timeless = [...below('models'), ...below('sim')].filter(isCode);
    const pattern =
      /Math\.random|\bnew Date\b|\bDate\.|\bperformance\.|\bset(Timeout|Interval|Immediate)\b|\bcrypto\b/;
    expect(matches(timeless, pattern, codeOf)).toEqual([]);
  });

  test('nothing is written or ordered by the locale of the machine', () => {
    const spoken = CODE.filter((file) => !file.startsWith('test/'));
    expect(
      matches(spoken, /\.toLocale\w*\((?!'en-US')|localeCompare|Intl\.\w+\((?!'en-US')/, codeOf),
    ).toEqual([]);
  });
});

test('nothing but a stage kind itself knows its name: others ask its kind', () => {
  const others = ['models', 'sim', 'loadgen', 'reports', 'cli'].flatMap(below).filter(isCode);
  const outside = others.filter((file) => !file.startsWith('models/stages/'));
  // Metadata is also a service of storage.
  const pattern = /'(ingest|render|editorial)'|\bkind [!=]== 'metadata'/;
  expect(matches(outside, pattern, codeOf)).toEqual([]);
});

describe('nothing but a target protocol itself knows its name: others ask it through loadgen/targets/protocols.ts', () => {
  const folderOf = (file: string | null) => /^loadgen\/targets\/(\w+)\//.exec(file ?? '')?.[1];
  const others = ['models', 'sim', 'loadgen', 'reports', 'cli'].flatMap(below).filter(isCode);
  const protocols = [...new Set(others.flatMap((file) => folderOf(file) ?? []))];

  test('no name of a protocol and no class of its targets stands outside of its folder', () => {
    expect(protocols).toEqual(['nfs', 'posix', 's3']);
    const outside = others.filter((file) => folderOf(file) === undefined);
    const names = new RegExp(`'(${protocols.join('|')})'|instanceof \\w+Target\\b`);
    expect(matches(outside, names, codeOf)).toEqual([]);
  });

  test('and nobody imports from its folder, except the one line that registers it', () => {
    const isAllowed = ({ file, target }: Import) => {
      const folder = folderOf(target);
      if (folder === undefined || folder === folderOf(file)) return true;
      return file === 'loadgen/targets/protocols.ts' && target === `loadgen/targets/${folder}/protocol.ts`;
    };
    expect(violations(others, isAllowed)).toEqual([]);
  });
});

test('every output of the program goes through the module that looks at how much was taken', () => {
  const ways = ['terminal.ts', 'output/'].map((name) => `cli/${name}`);
  const others = below('cli').filter(
    (file) => file.endsWith('.ts') && !ways.some((way) => file.startsWith(way)),
  );
  const pattern = /process\.(stdout|stderr)\.write|console\.|writeFile|createWriteStream/;
  expect(matches(others, pattern, codeOf)).toEqual([]);
});

describe('no shortcuts', () => {
  // This file names what it forbids.
  const others = CODE.filter((file) => file !== 'test/tidy.test.ts');

  test('no type is given up', () => {
    expect(matches(others, /\bas any[;,)\]]|:\s*any\b|<any>|\bany\[\]/, codeOf)).toEqual([]);
    expect(matches(others, /@ts-(ignore|expect-error|nocheck)|(oxlint|eslint)-disable|biome-ignore/)).toEqual(
      [],
    );
  });

  test('no test is left out, and none is alone', () => {
    expect(matches(others, /\b(it|test|describe)\.(skip|only|todo|fails)\b/)).toEqual([]);
  });

  test('what `npm test` does less of is listed to be done by the slow suite', () => {
    const listed = read('test/vitest.config.ts');
    const patient = below('test').filter(
      (file) =>
        /(?<!^test\/(slow|night|theory)\/.*)\.test\.ts$/.test(file) &&
        importsOf(file).some(({ target }) => target === 'test/patience.ts'),
    );
    expect(patient.length).toBeGreaterThan(10);
    expect(patient.filter((file) => !listed.includes(`'${file}'`))).toEqual([]);
  });

  test('no module is replaced: files of tests share them, and what one replaces the next one has (vi.spyOn does it)', () => {
    expect(matches(others, /\bvi\.(mock|doMock|hoisted)\b/, codeOf)).toEqual([]);
  });

  test('nothing is put off', () => {
    expect(matches(others, /\b(TODO|FIXME|XXX|HACK)\b|not (yet )?implemented/)).toEqual([]);
  });

  test('nothing depends on one machine', () => {
    const texts = FILES.filter(
      (file) => file !== 'test/tidy.test.ts' && /\.(ts|mjs|md|yaml|json|sh)$|^\.ci\//.test(file),
    );
    expect(
      matches(texts, /\/(work|root|home|Users)\/\w|registry\.\w+\.(org|com|dev)|\blocalhost:\d/),
    ).toEqual([]);
  });
});

describe('a file is one noun', () => {
  /** Longer than 400 lines, with the reason why cutting it in two would make it harder to read. */
  const LONG: Readonly<Record<string, string>> = {
    'sim/kernel/fluid-solver.ts': 'one certificate, restored by functions that call each other',
    'test/reports/feature-day.ts': 'one result document, as data',
    'test/services/target-conformance.ts': 'one specification',
    'test/sim/kernel/station.test.ts': 'one specification',
  };

  test('of at most 400 lines', () => {
    const long = CODE.filter((file) => read(file).split('\n').length > 401);
    expect(long).toEqual(Object.keys(LONG).toSorted());
  });

  test('and at most 500 kB', () => {
    const large = FILES.filter((file) => statSync(path.join(ROOT, file)).size > 500_000);
    expect(large).toEqual([]);
  });
});

describe('a test is late on a busy machine, and not red', () => {
  const TESTS = below('test').filter((file) => isCode(file) && file !== 'test/tidy.test.ts');

  test('none has a limit of its own: test/until.ts has the one', () => {
    const ofVitest =
      /^\s*\}, [\d_]{4,}\);$|\b(testTimeout|hookTimeout|timeout): [\d_]{4,}|\bvi\.wait(For|Until)\b|\bexpect\.poll\b/;
    const deadline = /\b(Date|performance)\.now\(\) (\+ [\d_]{4,}|[<>]=? \d)/;
    expect(matches(TESTS, ofVitest, codeOf)).toEqual([]);
    expect(matches(TESTS, deadline, codeOf)).toEqual([]);
  });

  test('none compares what a clock shows with a number', () => {
    /** What is expected of a clock, with the reason why no machine is too slow for it. */
    const READERS: Readonly<Record<string, string>> = {
      'test/services/victim.test.ts': 'what is wrong takes a minute, what is right a second or two',
    };
    const reads = /expect\(.*\b(Date\.now|performance\.now|hrtime|cpuUsage|process\.uptime)\b/;
    const others = TESTS.filter((file) => READERS[file] === undefined);
    expect(matches(others, reads, codeOf)).toEqual([]);
  });
});

describe('comments are plain English', () => {
  /** A doc comment as one text per paragraph, list item or tag, with its place. */
  interface DocComment {
    readonly place: string;
    readonly paragraphs: readonly string[];
  }

  function docCommentsOf(file: string): DocComment[] {
    const text = read(file);
    return [...text.matchAll(/^[ \t]*\/\*\*([\s\S]*?)\*\//gm)].map((comment) => ({
      place: `${file}:${text.slice(0, comment.index).split('\n').length}`,
      paragraphs: (comment[1] ?? '')
        .replace(/^[ \t]*\* ?/gm, '')
        .split(/\n\s*\n|\n(?=[-*|@] |@| {2}\S)/)
        .map((paragraph) => paragraph.replace(/\s+/g, ' ').trim()),
    }));
  }

  /** Sentences of a paragraph; what stands in backticks counts as one word. */
  function sentencesOf(paragraph: string): string[] {
    return paragraph.replace(/`[^`]*`/g, 'code').split(/(?<=[.!?][)"'”]?)\s+/);
  }

  const isProduct = (file: string) => isCode(file) && !file.startsWith('test/');
  const COMMENTS = FILES.filter(isProduct).flatMap(docCommentsOf);

  test('none begins with a word that leaves out its subject', () => {
    const riddle = /^(What|Of|Where|Who|Whose|Which|By|In which)\b/;
    const begun = COMMENTS.map(
      ({ place, paragraphs }) => `${place}: ${paragraphs.find((text) => text !== '')}`,
    );
    expect(begun.filter((text) => riddle.test(text.replace(/^\S+ /, '')))).toEqual([]);
  });

  test('no sentence of them has more than 25 words', () => {
    const long = COMMENTS.flatMap(({ place, paragraphs }) =>
      paragraphs.flatMap((paragraph) =>
        sentencesOf(paragraph)
          .filter((sentence) => sentence.split(' ').length > 25)
          .map((sentence) => `${place}: ${sentence}`),
      ),
    );
    expect(long).toEqual([]);
  });
});

test('a file name has one meaning: only folders whose members have the same parts repeat one', () => {
  const ALIKE =
    /^(models\/(stages|faults|caches)\/[^/]+|loadgen\/targets\/[^/]+|models\/scenario\/(schema|compile)|cli\/commands|reports\/terminal)\//;
  const product = ['models', 'sim', 'loadgen', 'reports', 'cli'].flatMap(below).filter(isCode);
  const names = product.filter((file) => !ALIKE.test(file)).map((file) => path.posix.basename(file));
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

function pairedNames(ending: string): string[] {
  return below('test/diagnostics').flatMap((file) =>
    file.endsWith(ending) ? [file.slice(0, -ending.length)] : [],
  );
}

/** A file, or a folder with files in it. */
function exists(name: string): boolean {
  return FILES.some((file) => file === name || file.startsWith(name.replace(/\/?$/, '/')));
}

describe('the tree', () => {
  test('has nothing at its top but what the design names', () => {
    const top = new Set(FILES.map((file) => file.split('/')[0] ?? file));
    const folders = ['models', 'scenarios', 'sim', 'loadgen', 'reports', 'cli', 'bench', 'test'];
    const files = ['README.md', 'ARCHITECTURE.md', 'CHANGELOG.md', 'LICENSE'];
    const configuration = ['package.json', 'package-lock.json', 'tsconfig.json'];
    const allowed = new Set([...folders, ...files, ...configuration]);
    expect([...top].filter((name) => !allowed.has(name) && !name.startsWith('.'))).toEqual([]);
  });

  test('pairs every faulty scenario with what is said about it', () => {
    expect(pairedNames('.yaml').length).toBeGreaterThanOrEqual(40);
    expect(pairedNames('.out')).toEqual(pairedNames('.yaml'));
  });

  test('is mapped: every path in ARCHITECTURE.md exists', () => {
    const named = [...read('ARCHITECTURE.md').matchAll(/`([\w.-]+(?:\/[\w.-]*)+)`/g)].map(
      ([, name = '']) => name,
    );
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !exists(name))).toEqual([]);
  });
});

describe('what is published', () => {
  test('the lock file names no registry', () => {
    expect(matches(['package-lock.json'], /"resolved": "http/)).toEqual([]);
  });

  test('the changelog has a section for this version, and says what changed for users', () => {
    const { version } = toolOf();
    const changelog = read('CHANGELOG.md');
    const headings = [...changelog.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    expect(changelog).toMatch(/^# Changelog\n/);
    expect(headings).toContain(version);
    for (const heading of headings) expect(heading).toMatch(/^(Unreleased|\d+\.\d+\.\d+)$/);
    for (const section of changelog.split(/^## .+$/m).slice(1)) expect(section).toMatch(/^- \S/m);
  });
});
