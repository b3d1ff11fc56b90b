/** Text that must stay on one line: a comparison with its limit, a number with its unit. */

export const NO_BREAK_SPACE = '\u00a0';

/** The text with no-break spaces after "<=" and ">=" and before units. */
export function unbroken(text: string): string {
  return text.replace(
    /(?<=[<>]=) |(?<=\d) (?=(?:ns|us|ms|s|[kMGTP]?B(?:\/s)?|ops|points)\b)/g,
    NO_BREAK_SPACE,
  );
}
