import { createSecretKey, type KeyObject } from 'node:crypto';

/**
 * Keys with which requests are signed. The parts are private fields and a key object. Printing, inspecting, serialising
 * or cloning the owner of this therefore shows nothing of them.
 */
export class Credentials {
  readonly #accessKeyId: string;
  readonly #secretKey: KeyObject;
  readonly #sessionToken: string | undefined;

  constructor(accessKeyId: string, secretAccessKey: string, sessionToken?: string) {
    this.#accessKeyId = accessKeyId;
    this.#secretKey = createSecretKey(`AWS4${secretAccessKey}`, 'utf8');
    this.#sessionToken = sessionToken;
  }

  /** Public by nature, yet kept out of logs as well: it names an account. */
  accessKeyId(): string {
    return this.#accessKeyId;
  }

  /** "AWS4" and the secret access key: the first key of the chain that Signature Version 4 derives. */
  secretKey(): KeyObject {
    return this.#secretKey;
  }

  /** Returns the session token, of temporary credentials only. */
  sessionToken(): string | undefined {
    return this.#sessionToken;
  }

  toJSON(): string {
    return '[credentials]';
  }
}
