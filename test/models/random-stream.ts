import seedrandom from 'seedrandom';
import type { RandomStream } from '../../models/random.ts';

/** A stream for tests: 53-bit uniforms of the open interval (0, 1), the same for the same seed. */
export function testStream(seed: string): RandomStream {
  const source = seedrandom.alea(seed);
  const uniform = (): number => source.double() || uniform();
  return { uniform };
}
