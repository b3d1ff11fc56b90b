import type { Attributes, Target, TargetFile } from '../target.ts';

/** An object by its name, which is its only identity in S3. Closing it takes back an upload that was not committed. */
export class OpenObject implements TargetFile {
  readonly #target: Target;
  readonly #path: string;
  readonly #discard: () => Promise<void>;
  #isUncommitted = false;

  constructor(target: Target, path: string, discard: () => Promise<void>) {
    this.#target = target;
    this.#path = path;
    this.#discard = discard;
  }

  getattr(): Promise<Attributes> {
    return this.#target.getattr(this.#path);
  }

  read(offsetBytes: number, into: Uint8Array): Promise<number> {
    return this.#target.read(this.#path, offsetBytes, into);
  }

  write(offsetBytes: number, from: Uint8Array): Promise<void> {
    this.#isUncommitted = true;
    return this.#target.write(this.#path, offsetBytes, from);
  }

  async commit(): Promise<void> {
    await this.#target.commit(this.#path);
    this.#isUncommitted = false;
  }

  async close(): Promise<void> {
    if (!this.#isUncommitted) return;
    this.#isUncommitted = false;
    await this.#discard();
  }
}
