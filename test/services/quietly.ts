const ATTEMPTS = 20;

/**
 * Repeats a measurement until the machine had time for it, and returns that one; the last of several where it never had.
 * What is wrong, and not late, is so at each attempt.
 */
export async function quietly<Measured>(
  attempt: () => Promise<Measured>,
  isQuiet: (measured: Measured) => boolean,
): Promise<Measured> {
  let measured = await attempt();
  for (let more = ATTEMPTS - 1; more > 0 && !isQuiet(measured); more--) measured = await attempt();
  return measured;
}
