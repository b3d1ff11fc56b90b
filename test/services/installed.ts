import type { TestContext } from 'vitest';

/**
 * For the first test of a file that needs a server: without it, the test is left out for a reason that is shown; where CI is
 * set it goes on, to fail where the reason is held against null, as nobody would notice otherwise.
 */
export function skipUnlessInstalled(skip: TestContext['skip'], whyNot: string | null): void {
  skip(whyNot !== null && process.env['CI'] === undefined, whyNot ?? undefined);
}
