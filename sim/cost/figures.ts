/**
 * Costs of the parts of a simulation. Times are processor time on the machine of bench/RESULTS.md. That is one core of
 * an AMD EPYC of family 26 with others at work beside it, Node 24. For another machine, multiply them by its slowness,
 * which cli/machine-speed.ts measures. Memory is the same everywhere. A change to the events of a batch or an operation
 * in sim/studio/ needs a change here. test/sim/cost/ compares the events with those of real runs.
 */

/** Events of a batch that is one flow: the flow's end, and its stage going on. */
export const FLOW_EVENTS = 2;
/** Events of one loop of a closed batch whose operations are events: its start and its end. */
export const LOOP_EVENTS = 2;
/** Events with which an open batch issues one operation (its time, its start), and takes its answer. */
export const ISSUE_EVENTS = 2;
export const ANSWER_EVENTS = 1;

export const SECONDS = {
  /** One event of the kernel. */
  event: 0.4e-6,
  /** One batch as a flow. */
  flow: 5e-6,
  /** One response time drawn for a flow. */
  response: 0.35e-6,
  /** One operation as an event: enumerated, issued, recorded. */
  operation: 1.1e-6,
  /** Its payload as a flow. */
  transfer: 5e-6,
  draw: 0.05e-6,
  /** One gauge at the end of one bin of the timeline. */
  sample: 0.1e-6,
  /** One client of its own, such as a seat, with its streams. */
  client: 40e-6,
  /** One operation that the plan of a load goes through. */
  plannedOperation: 1.5e-6,
  /** A replication with nothing in it, its code being compiled. */
  replication: 0.1,
} as const;

export const BYTES = {
  /** The program, and a worker with its young generation. */
  program: 100e6,
  worker: 120e6,
  /** A card, frame, gesture or tick under way. */
  unit: 5e3,
  /** Memory of the draws for a unit before it starts. */
  waitingUnit: 200,
  /** One operation of an open batch, which is kept until the batch ends. */
  operation: 800,
  /** One process of an operation under way. */
  process: 1800,
  /** Its weight, drawn beforehand where sizes differ. */
  weight: 8,
  /** A file whose offset is remembered while a batch is performed. */
  file: 60,
  /** A file in the plan of a load. */
  plannedFile: 400,
  /** A host or a link as a resource, with its path. */
  resource: 1500,
  /** A seat, with its streams. */
  client: 3000,
  /** A queue of a storage system. */
  lane: 700,
  /** One value of a series, of each replication. */
  sample: 8,
  /** The histogram of one metric in one slice of the run, of each replication. */
  histogram: 8e3,
} as const;
