/**
 * What is drawn for each of the `actors` that set out together, such as the cards of a delivery. Those that the whole studio has
 * (`unscaled`) draw from one stream, one after the other, also for those that a part of it leaves out; what a multiple has beyond
 * them draws from a stream of this delivery's own, which `drawBeyond` opens. So an actor draws the same in a studio of any scale.
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
