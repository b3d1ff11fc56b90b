/** The reason with which the jobs of a node are interrupted when it fails. */
export class NodeFailure {
  readonly farm: string;
  readonly node: number;

  constructor(farm: string, node: number) {
    this.farm = farm;
    this.node = node;
  }

  toString(): string {
    return `node ${this.node} of ${this.farm} failed`;
  }
}

/** The error of a job that was killed at each of its attempts: the one who waits for it goes no further. */
export class JobLost extends Error {
  override readonly name = 'JobLost';
}
