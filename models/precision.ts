/** How near replications came to the precision that was requested. */

/** How well one estimate is known. */
export interface EstimatePrecision {
  /** Metric and statistic: "overnight.turnaround p95". */
  readonly name: string;
  /** Half width of its 95% interval as a share of its value; null where too few replications observed it. */
  readonly halfWidthShare: number | null;
  readonly reached: boolean;
}

export interface Precision {
  /** Widest that a half width may be, as a share of its value. */
  readonly targetShare: number;
  readonly replicationsMin: number;
  readonly replicationsMax: number;
  /** Whether every estimate is known as well as that. */
  readonly reached: boolean;
  /** One for each objective and policy; where there are none, one for the mean of each metric that was observed. */
  readonly estimates: readonly EstimatePrecision[];
}
