/** Returns the units of work of a stage that were neither finished nor lost to a fault. */
export function leftUnfinished({
  arrived,
  finished,
  lost = 0,
}: {
  readonly arrived: number;
  readonly finished: number;
  readonly lost?: number | undefined;
}): number {
  return arrived - finished - lost;
}
