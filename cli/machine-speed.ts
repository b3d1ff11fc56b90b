import { Simulation } from '../sim/kernel/simulation.ts';
import { Station } from '../sim/kernel/station.ts';

/** Events per second of the work below on the machine of sim/cost/figures.ts. */
const REFERENCE_EVENTS_PER_SECOND = 6e6;

const ROUNDS = 9;
const CUSTOMERS = 20_000;

/**
 * Measures how much slower this machine is now than the one of sim/cost/figures.ts, including the effect of other
 * programs. It runs processes that pass through a station, in rounds of a few milliseconds, for a fifth of a second in
 * all. The median of the later rounds counts, when the code has been compiled.
 */
export function measureSlowness(now: () => number = () => performance.now()): number {
  const rates = Array.from({ length: ROUNDS }, () => {
    const started = now();
    const events = oneRound();
    return events / ((now() - started) / 1000);
  });
  const later = rates.slice(Math.ceil(ROUNDS / 2)).toSorted((a, b) => a - b);
  return REFERENCE_EVENTS_PER_SECOND / later[Math.floor(later.length / 2)]!;
}

/** Performs the work of one round and returns its number of events. */
function oneRound(): number {
  const simulation = new Simulation();
  const station = new Station(simulation, { name: 'probe', servers: 1 });
  function* customer() {
    yield* station.visit(0.5);
  }
  simulation.spawn(
    (function* source() {
      for (let i = 0; i < CUSTOMERS; i++) {
        simulation.spawn(customer());
        yield 1;
      }
    })(),
  );
  simulation.run();
  return simulation.events;
}
