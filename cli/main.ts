/** The process: arguments, signals and streams in, exit code out. Whatever goes wrong is one clear message on stderr. */

import { Interruption, interruption } from './interruption.ts';
import { runProgram } from './program.ts';
import { tell } from './tell.ts';

// What fails outside of any command, as in a timer, ends the program too.
process.on('uncaughtException', (error) => {
  process.exit(tell(error));
});
const words = process.argv.slice(2);
if (words.includes('--no-color')) {
  delete process.env['FORCE_COLOR'];
  process.env['NO_COLOR'] = '1';
}
try {
  process.exitCode = await runProgram(
    words.filter((word) => word !== '--no-color'),
    interruption(),
  );
} catch (error) {
  process.exitCode = tell(error);
  if (error instanceof Interruption) error.exit();
}
