/**
 * Named random streams: one per (seed, replication, component, purpose), each a generator of its own. Adding a
 * component therefore changes no other's draws, and variants that share a seed share their draws.
 */
import alea from 'seedrandom/lib/alea.js';
import { exponentialZiggurat } from './stream-ziggurat.ts';

const { widths, heights, tailStart } = exponentialZiggurat();

/**
 * A source of independent draws: sfc32 (C. Doty-Humphrey's small fast counting generator, of period 2^32 at least and
 * 2^127 on average), started from a text by seedrandom's alea. A uniform takes 4 ns, against 12 ns from alea.
 */
export class RandomStream {
  #a = 0;
  #b = 0;
  #c = 0;
  #counter = 1;

  constructor(seed: string) {
    const { int32 } = alea(seed);
    this.#a = int32();
    this.#b = int32();
    this.#c = int32();
    for (let i = 0; i < 12; i++) this.#bits();
  }

  /** Uniform in (0, 1): the middle of one of 2^52 equal parts, so that neither end comes up. */
  uniform(): number {
    const high = this.#bits() >>> 6;
    const low = this.#bits() >>> 6;
    return (high * 2 ** 26 + low + 0.5) * 2 ** -52;
  }

  /**
   * Draws from the exponential with mean 1, by the ziggurat. It takes 6 ns instead of the 18 ns of -log(uniform), in an
   * M/M/1 queue that spends 40 ns on an event. One 32-bit draw chooses the layer and, in 2^24 steps, the place in it.
   */
  exponential(): number {
    const bits = this.#bits();
    const layer = bits & 0xff;
    const x = ((bits >>> 8) + 0.5) * 2 ** -24 * widths[layer]!;
    // No draw is negative: the absolute value only tells V8 that this is a number, which it then does not box, 16 bytes a draw.
    return x < widths[layer + 1]! ? x : Math.abs(this.#exponentialAtEdge(layer, x));
  }

  #exponentialAtEdge(layer: number, x: number): number {
    // The exponential has no memory: its tail is itself, moved.
    if (layer === 0) return tailStart - Math.log(this.uniform());
    const bottom = heights[layer]!;
    const under = bottom + (heights[layer + 1]! - bottom) * this.uniform() < Math.exp(-x);
    return under ? x : this.exponential();
  }

  #bits(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum;
  }
}

/** The streams of one replication of an experiment. */
export class StreamSource {
  readonly #seed: string;
  readonly #replication: number;

  constructor(seed: string, replication: number) {
    this.#seed = seed;
    this.#replication = replication;
  }

  /** The stream of a component for a purpose, from its beginning at each call. */
  stream(component: string, purpose: string): RandomStream {
    // JSON keeps the parts apart whatever characters they contain.
    return new RandomStream(JSON.stringify([this.#seed, this.#replication, component, purpose]));
  }
}
