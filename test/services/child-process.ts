/** Processes that a test starts, and ends by their ids only. */

import { type ChildProcess, spawnSync } from 'node:child_process';

/** Sends a signal and waits for the end; at once where it has ended already. */
export async function endProcess(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await exit;
}

/** The first of some tools that this machine does not have. */
export function missingTool(tools: readonly string[]): string | undefined {
  return tools.find((tool) => spawnSync('which', [tool]).status !== 0);
}
