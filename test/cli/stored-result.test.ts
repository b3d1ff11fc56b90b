import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { candidateNames, rampNames } from '../../cli/candidate-names.ts';
import { EXIT } from '../../cli/exit-codes.ts';
import { Failure } from '../../cli/failure.ts';
import { toJson } from '../../cli/json.ts';
import { reproduce } from '../../cli/reproduce.ts';
import { namesResult, readAlike, readStored } from '../../cli/stored-result.ts';
import type { ResultDocument } from '../../models/result.ts';
import { shortDay, singleReplication, unobserved } from '../reports/feature-day.ts';
import { calm, failover, nothingMeasured, stopped, wrongData } from '../reports/measured-run.ts';
import { boundBy, probe, steadyRamp } from '../reports/ramp-result.ts';
import { vendorComparison } from '../reports/vendor-comparison.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'headroom-stored-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function stored(text: string): string {
  const file = path.join(folder, 'result.json');
  writeFileSync(file, text);
  return file;
}

function failureOf(file: string): Failure {
  try {
    readStored(file);
  } catch (error) {
    if (error instanceof Failure) return error;
  }
  throw new Error(`${file} was read`);
}

/** A copy of plain data with something else in one place; undefined takes it away. */
function withValue(data: unknown, [key, ...rest]: readonly (string | number)[], value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(data))
    return data.map((each, index) => (index === key ? withValue(each, rest, value) : each));
  const record = data as Readonly<Record<string, unknown>>;
  return { ...record, [key]: withValue(record[key], rest, value) };
}

describe('a stored result', () => {
  it.each([
    ['simulated', shortDay()],
    ['of a single replication', singleReplication()],
    ['without observations', unobserved()],
    ['measured', failover()],
    ['of a run that was stopped', stopped()],
    ['with its own command', { ...calm(), load: { ...calm().load!, command: 'headroom loadgen' } }],
    ['with wrong data', wrongData()],
    ['without measurements', nothingMeasured()],
  ] as const)('is read back as it was written: %s', (_, result) => {
    expect(readStored(stored(toJson(result)))).toEqual({
      kind: 'result',
      result: JSON.parse(toJson(result)),
    });
  });

  it('is found by its folder too', () => {
    const file = stored(toJson(calm()));
    expect(readStored(path.dirname(file))).toEqual(readStored(file));
    expect([namesResult(folder), namesResult('studio.yaml'), namesResult('a/result.json')]).toEqual([
      true,
      false,
      true,
    ]);
  });

  it.each([
    [['metrics', 3, 'p99'], '40 ms', 'metrics[3].p99: expected number, received string'],
    [['metrics', 0, 'unit'], 'furlongs', 'metrics[0].unit: expected one of "seconds"|"bytes"'],
    [['objectives', 0, 'ci95'], [1], 'objectives[0].ci95'],
    [['load', 'operations', 0, 'kind'], 'ponder', 'load.operations[0].kind: expected one of "lookup"'],
    [['load', 'target'], undefined, 'load.target: expected object, received undefined'],
    [['timeline', 'binSeconds'], 0, 'timeline.binSeconds'],
  ])(
    'with something else at %j is refused, with the place and what was expected there',
    (where, value, message) => {
      const failure = failureOf(stored(JSON.stringify(withValue(calm(), where, value))));
      expect(failure.exitCode).toBe(EXIT.invalid);
      expect(failure.message).toContain(`${folder}/result.json: not a result of headroom: `);
      expect(failure.message).toContain(message);
    },
  );

  it('of a later version is refused as such', () => {
    const failure = failureOf(stored(JSON.stringify(withValue(calm(), ['schemaVersion'], 2))));
    expect(failure.message).toContain('schemaVersion: expected 1');
    expect(failure.hint).toBe('it was written by a later version of headroom');
  });

  it('with everything wrong names the first mistakes and counts the others', () => {
    expect(failureOf(stored('{}')).message).toMatch(/schemaVersion: .*; and \d+ more$/);
    expect(failureOf(stored('[]')).message).toContain('expected object, received array');
  });

  it.each([
    ['{"metrics": [1,', 'it is not JSON: '],
    [toJson(vendorComparison()), 'this is a comparison, not a result'],
  ])('that is none is refused in one line: %#', (text, message) => {
    const failure = failureOf(stored(text));
    expect(failure.exitCode).toBe(EXIT.invalid);
    expect(failure.message).toContain(message);
    expect(failure.message).not.toContain('\n');
  });

  it('that cannot be read is refused: none there, no file, not UTF-8', () => {
    expect(failureOf(path.join(folder, 'none.json')).message).toContain('there is no such file');
    const empty = path.join(folder, 'empty');
    mkdirSync(empty);
    expect(failureOf(empty).message).toContain('empty/result.json: there is no such file');
    const binary = path.join(folder, 'binary.json');
    writeFileSync(binary, Buffer.from([0x7b, 0xff, 0x7d]));
    expect(failureOf(binary).message).toContain('it is not UTF-8 text');
  });
});

describe('a stored ramp', () => {
  const write = (name: string, text: string) => {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  };
  const unknown = boundBy({ kind: 'interrupted', why: 'it was interrupted' }, null);

  it.each([
    ['that found the limit', steadyRamp()],
    ['that found nothing', unknown],
    ['without a probe', { ...unknown, probes: [] }],
    ['with objectives', steadyRamp({ probes: [probe(1, 350, { objectives: calm().objectives })] })],
  ])('is read back as it was written: %s', (_, ramp) => {
    const file = write('ramp/ramp.json', toJson(ramp));
    expect(readStored(file)).toEqual({ kind: 'ramp', ramp: JSON.parse(toJson(ramp)) });
    expect(readStored(path.dirname(file))).toEqual(readStored(file));
  });

  it.each([
    [['probes', 1, 'outcome'], 'flew', 'probes[1].outcome: expected one of "held"|"broke"'],
    [['headroom', 'interval'], [1], 'headroom.interval'],
    [['bound', 'kind'], 'moon', 'bound.kind'],
    [['command'], undefined, 'command: expected string, received undefined'],
  ])('with something else at %j is refused, with the place', (where, value, message) => {
    const failure = failureOf(write('ramp.json', JSON.stringify(withValue(steadyRamp(), where, value))));
    expect(failure.exitCode).toBe(EXIT.invalid);
    expect(failure.message).toContain(`${folder}/ramp.json: not a ramp of headroom: `);
    expect(failure.message).toContain(message);
  });

  it('is not read together with results', () => {
    const [ramp, result] = [write('a.json', toJson(steadyRamp())), write('b.json', toJson(calm()))];
    expect(readAlike([ramp, ramp])).toHaveProperty('ramps.length', 2);
    expect(readAlike([result])).toHaveProperty('results.length', 1);
    expect(() => readAlike([result, ramp])).toThrow(`${ramp} is a ramp and ${result} is not`);
  });
});

describe('candidates are called', () => {
  const named = (name: string, changes: Partial<ResultDocument> = {}): ResultDocument => {
    const day = shortDay(changes);
    return { ...day, scenario: { ...day.scenario, name } };
  };

  test('by their scenarios where those differ', () => {
    expect(candidateNames([named('today'), named('tomorrow')], ['a.json', 'b.json'])).toEqual([
      'today',
      'tomorrow',
    ]);
  });

  test('by how they came to be where one was measured', () => {
    const measured = calm();
    expect(candidateNames([named(measured.scenario.name), measured], ['a.json', 'b.json'])).toEqual([
      'Small studio, simulated',
      'Small studio, measured on nfs://filer.example/export/headroom',
    ]);
  });

  test('by their files where nothing else tells them apart, numbered where even those do not', () => {
    expect(candidateNames([named('day'), named('day')], ['a.json', 'b.json'])).toEqual(['a.json', 'b.json']);
    expect(candidateNames([named('day'), named('day')], ['a.json', 'a.json'])).toEqual([
      'a.json (1)',
      'a.json (2)',
    ]);
    expect(candidateNames([calm(), calm()], ['a.json', 'b.json'])).toEqual(['a.json', 'b.json']);
  });
});

test('ramps are called by their scenarios, their targets or their files, whichever tells them apart', () => {
  const ramp = steadyRamp();
  const elsewhere = { ...ramp, target: { ...ramp.target, url: '/mnt/other' } };
  const variant = { ...ramp, scenario: { ...ramp.scenario, variant: 'fast' } };
  expect(rampNames([ramp, variant], ['a', 'b'])).toEqual(['Steady reads', 'fast']);
  expect(rampNames([ramp, elsewhere], ['a', 'b'])).toEqual([
    'Steady reads on /mnt/device',
    'Steady reads on /mnt/other',
  ]);
  expect(rampNames([ramp, ramp], ['a', 'b'])).toEqual(['a', 'b']);
  expect(rampNames([ramp, ramp], ['a', 'a'])).toEqual(['a (1)', 'a (2)']);
});

test('a stored result tells the command that asks again', () => {
  expect(reproduce(stopped())).toBe(
    'headroom loadgen scenarios/small-studio.yaml --target nfs://filer.example/export/headroom --set run.duration=2min --scale 0.25 --speed 10',
  );
  const kept = "headroom loadgen a.yaml --target /mnt/nas --stages edit --at 30s './fail over'";
  const measured = stopped();
  expect(reproduce({ ...measured, load: { ...measured.load!, command: kept } })).toBe(kept);
  expect(reproduce(shortDay())).toMatch(/^headroom simulate \S+\.yaml/);
});
