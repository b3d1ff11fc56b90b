import type * as z from 'zod';
import type { Compilation } from '../scenario/compile/compilation.ts';
import type { FaultSection } from '../scenario/schema/fault-fields.ts';
import type { Network, Studio } from '../studio.ts';
import type { FaultBase, FaultChange, FaultDefinition } from './fault.ts';

/**
 * A kind of fault: the answers to all that the rest of the program asks about faults of this kind. A kind lives in a
 * folder of its own and is registered by one line of fault-kinds.ts. A scenario does not name kinds. A fault says what
 * happens to which target, as in `fail: "compute.farm.node[3]"`. The form of the target chooses the kind.
 *
 * Functions take the fault as this kind compiled it. They are declared as methods, so that kinds of different faults
 * fit into one registry. The registry hands each fault to its own kind only.
 */
export interface FaultKind<
  Definition extends FaultDefinition = FaultDefinition,
  Section extends FaultSection = FaultSection,
> {
  readonly name: Definition['kind'];
  /** Targets that it strikes, in one line for editors: "a node of a farm, such as compute.farm.node[3]". */
  readonly description: string;
  /** Keys of the section of which one names the target: "fail", "degrade". */
  readonly verbs: readonly string[];
  /** The section of a fault in a scenario: made by `faultSection`, with a key for each verb. */
  readonly schema: z.ZodObject & z.ZodType<Section>;

  /** Returns whether a target has the form of those of this kind, whether there is such a target or not. */
  claims(target: string): boolean;

  /** Returns the targets of a studio, for suggestions; of many that are numbered the first and the last. */
  targets(studio: FaultableStudio): readonly string[];

  /**
   * Compiles a section; undefined where it is wrong, with what is wrong reported. `base.target` is the text of the verb's key at
   * `path`.
   */
  compile(base: FaultBase, section: Section, where: FaultPlace): Definition | undefined;

  /** Returns what the fault does, in order of time. */
  changes(fault: Definition): readonly FaultChange[];

  /** Returns what happens to the target, in words that follow its name: "fails", "keeps 50% of its capacity". */
  effect(fault: Definition): string;
}

/** The parts of a studio that can be struck. Those that are wrong in the scenario are absent, but their names are known. */
export interface FaultableStudio extends Pick<Studio, 'storage' | 'farms'> {
  readonly network: Network | undefined;
  readonly names: {
    readonly farms: readonly string[];
    /** Names of the services of storage systems, as resources: "storage.hot". */
    readonly services: readonly string[];
  };
  /** Returns the name of the resource that answers for one of these: where metadata has no service of its own, that of data does. */
  answeredBy(service: string): string;
}

/** Context in which a fault is compiled. */
export interface FaultPlace {
  /** The key that names the target. */
  readonly verb: string;
  /** Path of the section: ["faults", name]. */
  readonly path: readonly string[];
  readonly studio: FaultableStudio;
  readonly compilation: Compilation;
  /** Reports that there is no such target. Returns undefined. */
  readonly unknownTarget: () => undefined;
}
