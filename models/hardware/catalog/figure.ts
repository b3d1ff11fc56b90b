/** Published figures with where they stand. What is not known stays null; nothing is filled in from memory. */

import type { Evidence, EvidenceGrade } from '../envelope.ts';

export interface KnownFigure {
  /** In the SI unit that the figure's name ends in. */
  readonly value: number;
  readonly evidence: Evidence;
}

/** A figure that none of the sources consulted gives. */
export interface UnknownFigure {
  readonly value: null;
  readonly evidence: null;
}

export type Figure = KnownFigure | UnknownFigure;

export const UNKNOWN: UnknownFigure = { value: null, evidence: null };

/** A figure that a source gives. */
export function figure(value: number, grade: EvidenceGrade, source: string): KnownFigure {
  return { value, evidence: { grade, source } };
}

export const MEGA = 1e6;
export const GIGA = 1e9;
export const MEBI = 2 ** 20;
export const GIBI = 2 ** 30;
export const TEBI = 2 ** 40;
