import { type Effect, join, type Signal, type Stage, signal, type Task } from '../effects.ts';
import type { StageDefinition, Studio } from '../studio.ts';
import type { StageContext } from './stage-context.ts';
import { kindOf } from './stage-kinds.ts';

/** Returns the whole behaviour of a stage of a studio. It gives the signals for which other stages wait. */
export function performStage(
  stage: StageDefinition,
  { stages }: Pick<Studio, 'stages'>,
  context: StageContext,
): Stage {
  const behaviour = kindOf(stage).perform(stage, context);
  const isAwaited = stages.some(({ after }) => after?.some((upstream) => upstream.stage === stage.name));
  return isAwaited ? withSignals(stage, behaviour) : behaviour;
}

/** Performs a stage, gives a signal at the end of each child that it starts, and one at the end of the last. */
function* withSignals({ name }: StageDefinition, behaviour: Stage): Stage {
  const children: Task[] = [];
  let answer: unknown;
  for (let step = behaviour.next(); step.done !== true; step = behaviour.next(answer)) {
    const effect: Effect = step.value;
    if (effect.kind === 'start') {
      const child = (yield { ...effect, body: thenSignal(effect.name, effect.body) }) as Task;
      children.push(child);
      answer = child;
    } else {
      answer = yield effect;
    }
  }
  let outcome: Signal['outcome'] = 'done';
  for (const child of children) {
    try {
      yield* join(child);
    } catch {
      // The failure is the child's own, and has been recorded there.
      outcome = 'failed';
    }
  }
  yield* signal(name, outcome);
}

/** Performs a child and signals how it ended. */
function* thenSignal(name: string, body: Stage<unknown>): Stage {
  try {
    yield* body;
  } catch (failure) {
    yield* signal(name, 'failed');
    throw failure;
  }
  yield* signal(name, 'done');
}
