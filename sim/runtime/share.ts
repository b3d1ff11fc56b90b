/**
 * The part of a studio that one of several runtimes performs. Every runtime advances all work done in parts (the
 * stages, the waves of frames, the ticks of churn) from the same seed. They therefore agree without messages. Each
 * performs its own whole items, such as a delivery or an editor. Of jobs and operations each performs its part.
 */

export class Share {
  readonly worker: number;
  readonly workers: number;

  constructor(worker: number, workers: number) {
    if (!(Number.isInteger(worker) && worker >= 0 && worker < workers)) {
      throw new RangeError(`there is no worker ${worker} of ${workers}`);
    }
    this.worker = worker;
    this.workers = workers;
  }

  /** Whether this runtime speaks for all where one must, as in counting what arrived. */
  get isFirst(): boolean {
    return this.worker === 0;
  }

  /** Whether the thing of this number is this runtime's. */
  owns(number: number): boolean {
    return number % this.workers === this.worker;
  }

  /** Whether the operations on this file are: all of them, as their order must be kept. */
  ownsFile(file: string): boolean {
    return this.workers === 1 || hash(file) % this.workers === this.worker;
  }

  /** This runtime's part of a number of equal things; the parts add up. */
  partOf(count: number): number {
    return Math.floor((count + this.workers - 1 - this.worker) / this.workers);
  }
}

/** The share of a runtime that performs a studio alone. */
export const WHOLE = new Share(0, 1);

/** FNV-1a over the characters, mixed so that the last of them reach every bit: names differ in their last digits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  value = Math.imul(value ^ (value >>> 15), 0x85ebca6b);
  return (value ^ (value >>> 13)) >>> 0;
}
