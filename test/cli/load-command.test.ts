import { spawnSync } from 'node:child_process';
import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { loadCommand } from '../../cli/load-command.ts';

describe('the command that asks a load again', () => {
  it('has what makes the load what it is, and no consent', () => {
    const options = {
      stages: 'edit,churn',
      storage: 'hot',
      from: '18:59',
      scale: '0.1',
      speed: '2',
      set: ['stages.edit.editors=5', 'run.seed=a b'],
      at: ["30s systemctl restart 'nfs server'"],
      direct: true,
      'no-verify': false,
      'allow-system-device': true,
      yes: true,
      out: 'out',
      json: true,
    };
    expect(loadCommand('studio.yaml', '/mnt/nas', options)).toBe(
      "headroom loadgen studio.yaml --target /mnt/nas --direct --stages edit,churn --storage hot --from 18:59 --scale 0.1 --speed 2 --set stages.edit.editors=5 --set 'run.seed=a b' --at 30s 'systemctl ...'",
    );
  });

  it('has what makes a ramp what it is', () => {
    const options = { ramp: true, probe: '10s', 'ramp-from': '0.5', 'ramp-to': '8', precision: '5%' };
    expect(loadCommand('studio.yaml', '/mnt/nas', options)).toBe(
      'headroom loadgen studio.yaml --target /mnt/nas --ramp --probe 10s --ramp-from 0.5 --ramp-to 8 --precision 5%',
    );
  });

  it('has no secret of its target, nor of its victim', () => {
    const url = 's3://bucket/load?endpoint=https://user:hunter2@filer.example';
    expect(loadCommand('studio.yaml', url, { victim: url })).not.toContain('hunter2');
  });
});

test('a shell reads its words as they were given', () => {
  const word = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => !text.includes('\0'));
  fc.assert(
    fc.property(word, word, (stages, variant) => {
      const line = loadCommand('a.yaml', '/t', { stages, variant });
      const { stdout } = spawnSync('sh', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' });
      expect(stdout.split('\0').slice(5, -1)).toEqual(['--variant', variant, '--stages', stages]);
    }),
    { numRuns: 25 },
  );
});
