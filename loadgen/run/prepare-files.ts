import { alignedBytes } from '../data/aligned-memory.ts';
import { BlockData } from '../data/block-data.ts';
import { closing } from '../first-error.ts';
import type { MissingFiles } from '../plan/kept-files.ts';
import type { Target } from '../targets/target.ts';

const CHUNK_BYTES = 1024 * 1024;
/** Files under way at once: enough to hide the round trips of a network. */
const SIDE_BY_SIDE = 16;

export interface FilesToMake extends Pick<MissingFiles, 'bases' | 'empty'> {
  readonly directory: string;
  readonly runKey: string;
}

/**
 * Makes the files that a load will read, or the missing parts of them, whole and committed. Makes those that it will
 * change, empty. Reports each to `onMade`. Asks `mayMake` before each whether its bytes may be written and, for a new
 * one, the file made. Ends early where it may not. Rejects with the TargetError of the first that cannot be made.
 */
export async function prepareFiles(
  target: Target,
  { directory, runKey, bases, empty }: FilesToMake,
  onMade: (bytes: number) => void,
  mayMake: (bytes: number, newFiles: number) => boolean,
): Promise<void> {
  const below = directory === '' ? '' : `${directory}/`;
  const files = [...bases, ...empty.map((path) => [path, 0, 0] as const)];
  const data = new BlockData(runKey);
  let next = 0;
  const makeSome = async () => {
    const chunk = alignedBytes(CHUNK_BYTES);
    while (next < files.length) {
      const [path, startBytes, endBytes] = files[next++]!;
      if (!mayMake(endBytes - startBytes, startBytes === 0 ? 1 : 0)) return;
      if (startBytes === 0) await target.create(below + path);
      if (endBytes > startBytes) {
        await writePart(target, below + path, [startBytes, endBytes], chunk, (into, offsetBytes) =>
          data.generate(into, path, 0, offsetBytes),
        );
      }
      onMade(endBytes - startBytes);
    }
  };
  await Promise.all(Array.from({ length: Math.min(SIDE_BY_SIDE, files.length) }, makeSome));
}

async function writePart(
  target: Target,
  name: string,
  [startBytes, endBytes]: readonly [number, number],
  chunk: Uint8Array,
  fill: (into: Uint8Array, offsetBytes: number) => void,
): Promise<void> {
  const file = await target.open(name, 'write');
  await closing(
    async () => {
      for (let offsetBytes = startBytes; offsetBytes < endBytes; offsetBytes += chunk.length) {
        const part = chunk.subarray(0, Math.min(chunk.length, endBytes - offsetBytes));
        fill(part, offsetBytes);
        await file.write(offsetBytes, part);
      }
      await file.commit();
    },
    () => file.close(),
  );
}
