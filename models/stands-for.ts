/** The storage system of a scenario that a target was asked in place of: a target is one, and a studio may have several. */
export interface StandsFor {
  readonly storage: string;
  /** Stages that were asked for and not performed, as they work on other storage systems. */
  readonly leftOut: readonly { readonly stage: string; readonly storage: string }[];
}

/** Names what was left out, without a full stop: "left out, as it works on other storage: backup (archive)". Empty if nothing was. */
export function leftOutText({ leftOut }: StandsFor): string {
  if (leftOut.length === 0) return '';
  const stages = leftOut.map(({ stage, storage }) => `${stage} (${storage})`);
  const why = stages.length === 1 ? 'it works' : 'they work';
  return `left out, as ${why} on other storage: ${stages.join(', ')}`;
}

/** "the target stood for hot", and what was left out; without a full stop. */
export function stoodForText(standsFor: StandsFor): string {
  const leftOut = leftOutText(standsFor);
  return `the target stood for ${standsFor.storage}${leftOut === '' ? '' : `; ${leftOut}`}`;
}
