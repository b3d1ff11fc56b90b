/** A worker that answers, or fails in the way that its task asks for. */

const BEHAVIOURS = {
  answer: () => 42,
  'throw an error': () => {
    throw new RangeError('the shelf is empty');
  },
  'throw a text': () => {
    throw 'just a text';
  },
  exit: () => process.exit(3),
  'outgrow memory': () => {
    const hoard: number[][] = [];
    for (;;) hoard.push(Array.from({ length: 10_000 }, (_, index) => index / 7));
  },
  'loop for ever': () => {
    for (;;);
  },
  'answer with a function': () => () => 42,
} satisfies Record<string, () => unknown>;

export type FaultyTask = keyof typeof BEHAVIOURS;

export default function work(task: FaultyTask): unknown {
  return BEHAVIOURS[task]();
}
