/** Runs the program as its users do: as a process of its own, with arguments, streams and an exit code. */

import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import path from 'node:path';

export const ROOT = path.join(import.meta.dirname, '..', '..');
export const TINY = path.join(import.meta.dirname, 'tiny.yaml');

export interface ProcessRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProcessOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Files or devices in the place of the pipes. */
  readonly to?: { readonly stdout?: string; readonly stderr?: string };
  /** Sent when the program first says something on stderr: its progress, after a second. */
  readonly signalAfterFirstLine?: NodeJS.Signals;
}

/** The environment without anything that decides on colours, which the tests set themselves. */
export function plainEnvironment(): Record<string, string | undefined> {
  const { FORCE_COLOR: _forced, NO_COLOR: _refused, ...environment } = process.env;
  return environment;
}

export function runProcess(words: readonly string[], options: ProcessOptions = {}): Promise<ProcessRun> {
  const { environment = {}, input = '', to = {}, signalAfterFirstLine: signal } = options;
  const files = [to.stdout, to.stderr].map((file) => (file === undefined ? null : openSync(file, 'w')));
  const child = spawn(process.execPath, [path.join(ROOT, 'cli', 'main.ts'), ...words], {
    cwd: ROOT,
    env: { ...plainEnvironment(), ...environment },
    stdio: ['pipe', ...files.map((file) => file ?? 'pipe')],
  });
  for (const file of files) if (file !== null) closeSync(file);
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  // Who reads no input has gone, maybe, before all of it was written.
  child.stdin?.on('error', () => {}).end(input);
  if (signal !== undefined) child.stderr?.once('data', () => child.kill(signal));
  return new Promise((resolve) => {
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}
