/** Short hashes of names, 64 bits in two words: not against those who look for collisions, but against chance. */

export interface Hash {
  readonly low: number;
  readonly high: number;
}

/**
 * Returns the hash of the UTF-16 units of a text, by two lanes of multiplications with the constants of MurmurHash3 and
 * xxHash.
 */
export function hashOf(text: string): Hash {
  let low = 0x9e37_79b1 | 0;
  let high = 0x85eb_ca6b | 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    low = Math.imul(low ^ unit, 0x85eb_ca77);
    high = Math.imul(high ^ unit, 0xc2b2_ae3d);
    // Multiplying only carries upwards.
    low ^= high >>> 15;
    high ^= low >>> 13;
  }
  return { low: mix(low ^ text.length), high: mix(high ^ low) };
}

/** Every bit of the answer depends on every bit of the number (the finalizer of MurmurHash3). */
export function mix(word: number): number {
  let mixed = word;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85eb_ca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35);
  return mixed ^ (mixed >>> 16);
}

/** Sixteen hexadecimal digits. */
export function hashText({ low, high }: Hash): string {
  return [high, low].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}
