/** Process that owns a run, so that the files of one that is still running are left alone. */

import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import * as z from 'zod';

export const OWNER = z.object({
  host: z.string().max(255),
  /** Boot id of the kernel, new at each start of the machine; empty where there is none. */
  boot: z.string().max(64),
  process: z.number().int().positive(),
  /** When the process began, as the kernel counts: process numbers are used again. Empty where it is not told. */
  began: z.string().max(32),
});
export type Owner = z.infer<typeof OWNER>;

export function thisProcess(): Owner {
  return { host: hostname(), boot: bootOf(), process: process.pid, began: beginningOf(process.pid) };
}

/** Whether the process runs: "elsewhere" if this cannot be known from here. */
export function stateOf(owner: Owner): 'running' | 'ended' | 'elsewhere' {
  if (owner.host !== hostname()) return 'elsewhere';
  if (owner.boot !== bootOf()) return 'ended';
  const began = beginningOf(owner.process);
  return began !== '' && began === owner.began ? 'running' : 'ended';
}

function bootOf(): string {
  return read('/proc/sys/kernel/random/boot_id').trim();
}

/** Field 22 of proc(5); the name of the program, in brackets before it, may hold anything. */
function beginningOf(process: number): string {
  const text = read(`/proc/${process}/stat`);
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
