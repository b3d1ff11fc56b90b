import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { drillLabel } from '../../../loadgen/run/drill-label.ts';

test.each([
  ['./reboot', './reboot'],
  [' /opt/fail-over.sh ', '/opt/fail-over.sh'],
  ['systemctl restart nfs-server', 'systemctl ...'],
  ['curl -u bob:hunter2 https://filer', 'curl ...'],
  ['mysql -phunter2', 'mysql ...'],
  ['PGPASSWORD=hunter2 psql', 'psql ...'],
  [`A=1 B='hunter2 x' C="a \\" hunter2" D=$HUNTER psql -c x`, 'psql ...'],
  ['PGPASSWORD=hunter2', '...'],
  ['$(cat hunter2)', '...'],
  ['"hunter2 x" y', '...'],
  ['reboot;echo hunter2', 'reboot ...'],
  ['echo hunter2|sudo -S reboot', 'echo ...'],
  ['curl\nhunter2', 'curl ...'],
  ['', '...'],
])('of %j results tell %j', (command, label) => {
  expect(drillLabel(command)).toBe(label);
});

test('no argument is told, whatever it is and however it is quoted', () => {
  const word = fc.string({ minLength: 1, maxLength: 12 });
  const quoted = fc.constantFrom<(text: string) => string>(
    (text) => text,
    (text) => `'${text}hunter2'`,
    (text) => `"${text}hunter2"`,
    (text) => `--password=${text}hunter2`,
    (text) => `-p${text}hunter2`,
    (text) => `<<< hunter2 ${text}`,
  );
  const parts = fc.array(fc.tuple(word, quoted), { minLength: 1, maxLength: 4 });
  const variable = fc.constantFrom('', 'A=hunter2 ', "PGPASSWORD='hunter2 hunter2' ", 'X="hunter2" ');
  fc.assert(
    fc.property(variable, fc.constantFrom('mysql', '/usr/bin/curl'), parts, (before, program, words) => {
      const line = [program, ...words.map(([text, quote]) => quote(text))].join(' ');
      expect(drillLabel(before + line)).toBe(`${program} ...`);
    }),
    { numRuns: 100 },
  );
});
