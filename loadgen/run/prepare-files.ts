import { BlockData } from '../data/block-data.ts';
import { alignedBytes } from '../posix/aligned-memory.ts';
import type { Target } from '../target.ts';

const CHUNK_BYTES = 1024 * 1024;
/** Files under way at once: enough to hide the round trips of a network. */
const SIDE_BY_SIDE = 16;

export interface FilesToMake {
  readonly directory: string;
  readonly runKey: string;
  readonly bases: readonly (readonly [path: string, bytes: number])[];
  readonly empty: readonly string[];
}

/**
 * Makes the files that a load will look at, whole and committed, and those that it will change, empty. `onMade` is told of each;
 * `mayMake` is asked before each whether it may be made.
 * Ends early where it may not. Rejects with the TargetError of the first that cannot be made.
 */
export async function prepareFiles(
  target: Target,
  { directory, runKey, bases, empty }: FilesToMake,
  onMade: (bytes: number) => void,
  mayMake: (bytes: number) => boolean,
): Promise<void> {
  const below = directory === '' ? '' : `${directory}/`;
  const files = [...bases, ...empty.map((path) => [path, 0] as const)];
  const data = new BlockData(runKey);
  let next = 0;
  const makeSome = async () => {
    const chunk = alignedBytes(CHUNK_BYTES);
    while (next < files.length) {
      const [path, bytes] = files[next++]!;
      if (!mayMake(bytes)) return;
      await makeFile(target, below + path, bytes, chunk, (into, offsetBytes) =>
        data.generate(into, path, 0, offsetBytes),
      );
      onMade(bytes);
    }
  };
  await Promise.all(Array.from({ length: Math.min(SIDE_BY_SIDE, files.length) }, makeSome));
}

async function makeFile(
  target: Target,
  name: string,
  bytes: number,
  chunk: Uint8Array,
  fill: (into: Uint8Array, offsetBytes: number) => void,
): Promise<void> {
  await target.create(name);
  if (bytes === 0) return;
  const file = await target.open(name, 'write');
  try {
    for (let offsetBytes = 0; offsetBytes < bytes; offsetBytes += chunk.length) {
      const part = chunk.subarray(0, Math.min(chunk.length, bytes - offsetBytes));
      fill(part, offsetBytes);
      await file.write(offsetBytes, part);
    }
    await file.commit();
  } finally {
    await file.close();
  }
}
