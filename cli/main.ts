/** The process: arguments, signals and streams in, exit code out. Whatever goes wrong is one clear message on stderr. */

import { explain } from './explain.ts';
import { Interruption, interruption } from './interruption.ts';
import { runProgram } from './program.ts';
import { note, tolerateClosedPipes } from './terminal.ts';

tolerateClosedPipes();
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
  const { exitCode, lines } = explain(error, process.env['HEADROOM_DEBUG'] === '1');
  for (const line of lines) note(line);
  process.exitCode = exitCode;
  if (error instanceof Interruption) error.exit();
}
