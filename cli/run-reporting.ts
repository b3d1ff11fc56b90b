import type { StandsFor } from '../models/stands-for.ts';
import type { ScenarioInput } from './scenario-input.ts';

/** Options for reporting a load or a ramp. */
export interface RunReporting {
  readonly input: ScenarioInput;
  /** The command that asks the same again. */
  readonly command: string;
  readonly standsFor: StandsFor;
  readonly options: {
    readonly quiet: boolean;
    readonly json: boolean;
    readonly events: boolean;
    readonly out: string | undefined;
    readonly 'no-gate': boolean;
  };
}
