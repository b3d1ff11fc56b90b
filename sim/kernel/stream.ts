/**
 * Named random streams: one per (seed, replication, component, purpose), each its own generator, so that adding a
 * component changes no other's draws, and variants that share a seed share their draws.
 */
import alea from 'seedrandom/lib/alea.js';

/** A source of independent uniform draws. */
export class RandomStream {
  readonly #draw: () => number;

  constructor(seed: string) {
    this.#draw = alea(seed).double;
  }

  /** Uniform in (0, 1), neither end included, with 53 bits. */
  uniform(): number {
    let draw = this.#draw();
    while (draw === 0) draw = this.#draw();
    return draw;
  }
}

/** The streams of one replication. */
export class StreamSource {
  readonly #prefix: readonly [seed: string, replication: number];

  constructor(seed: string, replication: number) {
    this.#prefix = [seed, replication];
  }

  /** The stream of a component for a purpose: each call starts it anew. */
  stream(component: string, purpose: string): RandomStream {
    // JSON keeps the parts apart whatever characters the names contain.
    return new RandomStream(JSON.stringify([...this.#prefix, component, purpose]));
  }
}
