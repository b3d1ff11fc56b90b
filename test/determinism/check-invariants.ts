/**
 * Checks the invariants of random scenarios by number, and prints what does not hold:
 *
 *   node test/determinism/check-invariants.ts NUMBER ...
 */

import { brokenInvariants } from './invariants.ts';
import { randomScenario } from './random-scenario.ts';

for (const scenario of process.argv.slice(2).map(Number)) {
  const broken = brokenInvariants(scenario);
  process.stdout.write(
    broken.length === 0 ? `${scenario}: all hold\n` : `${randomScenario(scenario)}\n${broken.join('\n')}\n`,
  );
  if (broken.length > 0) process.exitCode = 1;
}
