/** Watches a listing that a server gives page by page, so that one without end or progress is an error, whoever the server is. */

import { TargetError } from './target.ts';

/** Some times the largest directory in use; what is listed is held in memory. */
const NAMES_MAX = 4_000_000;
/** Fewer than forty names in a page of so large a directory make no sense. */
const PAGES_MAX = 100_000;
/** A server may skip over what is deleted, but not for ever. */
const PAGES_WITHOUT_NEWS_MAX = 1000;
const SECONDS_MAX = 900;

export class ListingProgress {
  readonly #what: string;
  readonly #nowSeconds: () => number;
  readonly #startSeconds: number;
  readonly #names = new Set<string>();
  readonly #places = new Set<string>();
  #pages = 0;
  #withoutNews = 0;

  /** `what` is listed: "a directory". */
  constructor(what: string, nowSeconds: () => number = () => performance.now() / 1000) {
    this.#what = what;
    this.#nowSeconds = nowSeconds;
    this.#startSeconds = nowSeconds();
  }

  /**
   * Takes note of a page with these names, after which the server wants to be asked from `next` on: a cookie, a token.
   *
   * @throws TargetError 'protocol' for the server's fault
   */
  page(names: Iterable<string>, next: string): void {
    const known = this.#names.size;
    for (const name of names) this.#names.add(name);
    this.#withoutNews = this.#names.size > known ? 0 : this.#withoutNews + 1;
    this.#pages++;
    if (this.#places.has(next)) throw this.#endless('it names the same place to go on from twice');
    this.#places.add(next);
    if (this.#withoutNews > PAGES_WITHOUT_NEWS_MAX) {
      throw this.#endless(`${this.#withoutNews} pages in a row hold nothing new`);
    }
    if (this.#names.size > NAMES_MAX) throw this.#endless(`it holds more than ${NAMES_MAX} names`);
    if (this.#pages > PAGES_MAX) throw this.#endless(`it has more than ${PAGES_MAX} pages`);
    if (this.#nowSeconds() - this.#startSeconds > SECONDS_MAX) {
      throw this.#endless(`it has not ended after ${SECONDS_MAX} s`);
    }
  }

  #endless(why: string): TargetError {
    return new TargetError('protocol', `the server lists ${this.#what} without end: ${why}`, {
      retryable: false,
    });
  }
}
