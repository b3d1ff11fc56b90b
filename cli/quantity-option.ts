import { DIMENSIONS, type Dimension, parseQuantity } from '../models/units.ts';
import { EXIT } from './exit-codes.ts';
import { Failure } from './failure.ts';

/** The value of an option that takes a quantity, in its SI unit. Throws a Failure unless it is one, of at least `least`. */
export function quantityOption(name: string, text: string, dimension: Dimension, least = 0): number {
  const parsed = parseQuantity(text, dimension);
  if (parsed.kind === 'quantity' && parsed.value >= least && parsed.value < Number.POSITIVE_INFINITY) {
    return parsed.value;
  }
  const { name: what, example } = DIMENSIONS[dimension];
  throw new Failure(EXIT.usage, `--${name} takes ${what} such as ${example}, not "${text}"`);
}
