/**
 * Draws a value for each of the `actors` that set out together, such as the cards of a delivery. Those of the whole
 * studio (`unscaled`) draw from one stream in order, even those that a part of the studio leaves out. Those that a
 * multiple adds draw from a stream of this delivery's own, which `drawBeyond` opens. So an actor draws the same in a
 * studio of any scale.
 */
export function drawActors<T>(
  actors: number,
  unscaled: number,
  draw: (actor: number) => T,
  drawBeyond: () => (actor: number) => T,
): T[] {
  const drawn: T[] = [];
  for (let actor = 0; actor < unscaled; actor++) {
    const value = draw(actor);
    if (actor < actors) drawn.push(value);
  }
  if (actors <= unscaled) return drawn;
  const draws = drawBeyond();
  for (let actor = unscaled; actor < actors; actor++) drawn.push(draws(actor));
  return drawn;
}
