/**
 * Tables of the ziggurat for the density e^-x: 256 layers of equal area V, the lowest with the tail beyond R.
 * Layer i reaches from 0 to `widths[i]`, and its part below `widths[i + 1]` lies under the curve altogether.
 * Source: G. Marsaglia, W. W. Tsang, The ziggurat method for generating random variables, Journal of Statistical
 * Software 5(8), 2000, with R to double precision.
 */

export const LAYERS = 256;
/** Where the tail begins. */
export const R = 7.697_117_470_131_05;
/** The area of a layer: that of the rectangle below R and of the tail. */
const V = (R + 1) * Math.exp(-R);

export const widths = new Float64Array(LAYERS + 1);
/** The density at `widths[i]`, where that is on the curve. */
export const heights = new Float64Array(LAYERS + 1);

widths[0] = V / Math.exp(-R);
widths[1] = R;
heights[1] = Math.exp(-R);
for (let i = 2; i < LAYERS; i++) {
  heights[i] = heights[i - 1]! + V / widths[i - 1]!;
  widths[i] = -Math.log(heights[i]!);
}
heights[LAYERS] = 1;
