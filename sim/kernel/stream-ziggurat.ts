/**
 * The ziggurat for the density e^-x: it covers the area under the curve by layers of equal area. A draw of a layer and
 * of a place in it lies under the curve, mostly at first sight. Source: G. Marsaglia, W. W. Tsang, The ziggurat method
 * for generating random variables, Journal of Statistical Software 5(8), 2000. The start of the tail is given to double
 * precision.
 */
export interface Ziggurat {
  /** Layer i reaches from 0 to `widths[i]`; its part below `widths[i + 1]` lies under the curve altogether. */
  readonly widths: Float64Array;
  /** Layer i, from 1, reaches from the height `heights[i]` to `heights[i + 1]`. */
  readonly heights: Float64Array;
  /** Layer 0 is the rest: a rectangle, and the curve's tail from here on. */
  readonly tailStart: number;
}

/** The ziggurat of 256 layers. */
export function exponentialZiggurat(): Ziggurat {
  const layers = 256;
  const tailStart = 7.697_117_470_131_05;
  const area = (tailStart + 1) * Math.exp(-tailStart);
  const widths = new Float64Array(layers + 1);
  const heights = new Float64Array(layers + 1);
  widths[0] = area / Math.exp(-tailStart);
  widths[1] = tailStart;
  heights[1] = Math.exp(-tailStart);
  for (let i = 2; i < layers; i++) {
    heights[i] = heights[i - 1]! + area / widths[i - 1]!;
    widths[i] = -Math.log(heights[i]!);
  }
  heights[layers] = 1;
  return { widths, heights, tailStart };
}
