import { HOSTS } from '../../../models/resource-names.ts';
import type { Link } from '../resources/link.ts';

/** Links between clients and storage. A payload that has them to itself goes at the speed of the slowest. */
export class NetworkPath {
  readonly links: readonly Link[];
  readonly #hostBytesPerSecond: number;
  /** As reports name it: hosts, uplinks or core. */
  slowest = HOSTS;
  bytesPerSecond = 0;

  /** Each payload leaves some host, whether its NIC is among the links or not. */
  constructor(links: readonly Link[], hostBytesPerSecond: number) {
    this.links = links;
    this.#hostBytesPerSecond = hostBytesPerSecond;
    this.measure();
  }

  /** Finds the slowest link, as links are now. */
  measure(): void {
    this.slowest = HOSTS;
    this.bytesPerSecond = this.#hostBytesPerSecond;
    for (const { group, freeBytesPerSecond } of this.links) {
      if (freeBytesPerSecond >= this.bytesPerSecond) continue;
      this.bytesPerSecond = freeBytesPerSecond;
      this.slowest = group;
    }
  }
}
