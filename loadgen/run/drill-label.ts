/** Assignments before a command: PGPASSWORD='a b' psql. */
const ASSIGNMENTS = /^\s*(?:[A-Za-z_]\w*\+?=(?:'[^']*'|"(?:[^"\\]|\\.)*"|\\.|[^\s'"\\;|&])*\s+)*/s;
const PROGRAM = /^[\w./+-]{1,128}(?=$|[\s;|&<>)])/;

/**
 * Returns the part of an operator's command that results tell of: its program, and "..." for all else. Arguments, pipes and
 * variables may hold passwords in any form, and no rule tells a password from another word, so none of them is kept.
 */
export function drillLabel(command: string): string {
  const [assignments] = ASSIGNMENTS.exec(command)!;
  const rest = command.slice(assignments.length).trim();
  const program = PROGRAM.exec(rest)?.[0];
  if (program === undefined) return '...';
  return rest === program && assignments.trim() === '' ? program : `${program} ...`;
}
