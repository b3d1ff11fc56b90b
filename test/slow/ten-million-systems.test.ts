/**
 * Ten million customers through systems of more than one plain queue, by processes from an empty start: what is measured
 * is within 1% of the truth for utilizations up to 0.9. The truths are those of test/theory.
 */
import { describe, expect, it } from 'vitest';
import { FluidNetwork } from '../../sim/kernel/fluid.ts';
import type { Body } from '../../sim/kernel/process.ts';
import { Simulation } from '../../sim/kernel/simulation.ts';
import { Station } from '../../sim/kernel/station.ts';
import type { Discipline } from '../../sim/kernel/station-options.ts';
import { type RandomStream, StreamSource } from '../../sim/kernel/stream.ts';
import { byPatience } from '../patience.ts';
import type { Measurements } from '../theory/coverage.ts';
import { lawOf, meanOf } from '../theory/discrete-law.ts';
import { erlangB, erlangC } from '../theory/erlang.ts';
import { drawFrom, drawPhase, hyperexponentialPhases } from '../theory/phase-type.ts';

const CUSTOMERS = 10e6;
/** The busiest is the hardest: its mean wanders most. */
const UTILIZATIONS = byPatience<readonly number[]>({ slow: [0.9], night: [0.3, 0.7, 0.9] });

/** A system at a utilization: what ten million customers measured, and what is true. */
type System = (utilization: number) => { readonly measured: Measurements; readonly truth: Measurements };

/** Streams, a simulation, and a source that spawns ten million customers at a rate. */
function laboratory() {
  const streams = new StreamSource('ten million', 0);
  const simulation = new Simulation();
  const arrivals = streams.stream('source', 'arrivals');
  const services = streams.stream('system', 'services');
  function* source(rate: number, customer: () => Body<void>): Body<void> {
    for (let i = 0; i < CUSTOMERS; i++) {
      yield arrivals.exponential() / rate;
      simulation.spawn(customer());
    }
  }
  return { simulation, streams, services, source };
}

/** Loss of Erlang, and the sojourn of M/M/1/5 over all arrivals, those turned away counted as nothing. */
function loss(servers: number, capacity: number): System {
  return (utilization) => {
    const { simulation, services, source } = laboratory();
    const load = utilization * servers;
    const station = new Station(simulation, { servers });
    let blocked = 0;
    let sojourns = 0;
    function* customer(): Body<void> {
      if (station.busy + station.queueLength === capacity) {
        blocked++;
        return;
      }
      const arrivedSeconds = simulation.now;
      yield* station.visit(services.exponential());
      sojourns += simulation.now - arrivedSeconds;
    }
    simulation.spawn(source(load, customer));
    simulation.run();
    const weights = [1];
    for (let n = 1; n <= capacity; n++) weights.push((weights[n - 1]! * load) / Math.min(n, servers));
    const law = lawOf(weights);
    return {
      measured: { accepted: 1 - blocked / CUSTOMERS, sojourn: sojourns / CUSTOMERS },
      truth: {
        accepted: 1 - (capacity === servers ? erlangB(servers, load) : law[capacity]!),
        sojourn: meanOf(law, (n) => n) / load,
      },
    };
  };
}

/** M/G/c by sharing, each flow held to the rate of one server. */
function sharing(servers: number, draw: (stream: RandomStream) => number): System {
  return (utilization) => {
    const { simulation, services, source } = laboratory();
    const load = utilization * servers;
    const network = new FluidNetwork(simulation);
    const resource = network.resource({ name: 'processor', capacity: servers });
    const route = [{ resource }];
    let sojourn = 0;
    function* customer(): Body<void> {
      const { seconds } = yield* network.transfer({ amount: draw(services), rateCap: 1, route });
      sojourn += seconds;
    }
    simulation.spawn(source(load, customer));
    simulation.run();
    return {
      measured: { sojourn: sojourn / CUSTOMERS },
      truth: { sojourn: 1 + erlangC(servers, load) / (servers - load) },
    };
  };
}

/** Two classes, half of the customers each. */
function priorities(discipline: Discipline): System {
  return (utilization) => {
    const { simulation, streams, services, source } = laboratory();
    const classes = streams.stream('source', 'classes');
    const station = new Station(simulation, { discipline });
    const sojourn = [0, 0];
    function* customer(): Body<void> {
      const priority = classes.uniform() < 0.5 ? 0 : 1;
      const arrivedSeconds = simulation.now;
      yield* station.visit(services.exponential(), { priority });
      sojourn[priority] = sojourn[priority]! + simulation.now - arrivedSeconds;
    }
    simulation.spawn(source(utilization, customer));
    simulation.run();
    const others = 1 - utilization / 2;
    const wait = discipline === 'priority' ? utilization : 0;
    const [urgent, patient] =
      discipline === 'priority'
        ? [1 + wait / others, 1 + wait / (others * (1 - utilization))]
        : [1 / others, 1 / (others * (1 - utilization))];
    return {
      measured: { urgent: (2 * sojourn[0]!) / CUSTOMERS, patient: (2 * sojourn[1]!) / CUSTOMERS },
      truth: { urgent, patient },
    };
  };
}

/** Two stations, after the second of which half of the customers begin anew: each is visited twice on average. */
const jackson: System = (utilization) => {
  const { simulation, streams, services, source } = laboratory();
  const routes = streams.stream('system', 'routes');
  const stations = [new Station(simulation), new Station(simulation)] as const;
  // The second station is half as busy.
  const means = [utilization / 2, utilization / 4] as const;
  let sojourn = 0;
  function* customer(): Body<void> {
    const arrivedSeconds = simulation.now;
    do {
      yield* stations[0].visit(services.exponential() * means[0]);
      yield* stations[1].visit(services.exponential() * means[1]);
    } while (routes.uniform() < 0.5);
    sojourn += simulation.now - arrivedSeconds;
  }
  simulation.spawn(source(1, customer));
  simulation.run();
  const present = (rho: number) => rho / (1 - rho);
  return {
    measured: { sojourn: sojourn / CUSTOMERS },
    truth: { sojourn: present(utilization) + present(utilization / 2) },
  };
};

/** Each customer is served at two stations side by side. */
const forkJoin: System = (utilization) => {
  const { simulation, services, source } = laboratory();
  const stations = [new Station(simulation), new Station(simulation)] as const;
  let sojourn = 0;
  function* customer(): Body<void> {
    const arrivedSeconds = simulation.now;
    const other = simulation.spawn(stations[1].visit(services.exponential()));
    yield* stations[0].visit(services.exponential());
    yield other;
    sojourn += simulation.now - arrivedSeconds;
  }
  simulation.spawn(source(utilization, customer));
  simulation.run();
  return {
    measured: { sojourn: sojourn / CUSTOMERS },
    truth: { sojourn: (12 - utilization) / 8 / (1 - utilization) },
  };
};

/** Everybody is served at once, for hyperexponential times. */
const endlessServers: System = (load) => {
  const { simulation, services, source } = laboratory();
  const servers = new Station(simulation, { servers: Number.MAX_SAFE_INTEGER });
  const draw = () => drawFrom(hyperexponentialPhases, drawPhase(hyperexponentialPhases, services), services);
  simulation.spawn(source(load, () => servers.visit(draw())));
  simulation.run();
  return { measured: { present: servers.busyIntegral() / simulation.now }, truth: { present: load } };
};

/** Machines that fail and two repairers, for ten million repairs: the failure rate that gives the utilization. */
const machineRepair: System = (utilization) => {
  const MACHINES = 10;
  const REPAIRERS = 2;
  const busyAt = (down: number) => Math.min(down, REPAIRERS);
  const lawAt = (failureRate: number) => {
    const weights = [1];
    for (let n = 1; n <= MACHINES; n++) {
      weights.push((weights[n - 1]! * (MACHINES - n + 1) * failureRate) / busyAt(n));
    }
    return lawOf(weights);
  };
  let [low, high] = [0, 100];
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (meanOf(lawAt(middle), busyAt) < REPAIRERS * utilization) low = middle;
    else high = middle;
  }
  const { simulation, services, streams } = laboratory();
  const lives = streams.stream('machines', 'lives');
  const repairers = new Station(simulation, { servers: REPAIRERS });
  function* machine(): Body<void> {
    while (repairers.arrivals < CUSTOMERS) {
      yield lives.exponential() / high;
      yield* repairers.visit(services.exponential());
    }
  }
  for (let i = 0; i < MACHINES; i++) simulation.spawn(machine());
  simulation.run();
  return {
    measured: {
      waiting: repairers.queueIntegral() / simulation.now,
      throughput: repairers.departures / simulation.now,
    },
    truth: {
      waiting: meanOf(lawAt(high), (down) => down - busyAt(down)),
      throughput: REPAIRERS * utilization,
    },
  };
};

/** Eight users of a processor and a disk without thinking, for ten million rounds: mean-value analysis. */
const closedNetwork: System = (utilization) => {
  const USERS = 8;
  const demands = [1, 0.5] as const;
  const meanValues = (thinkSeconds: number) => {
    let present = demands.map(() => 0);
    let throughput = 0;
    for (let users = 1; users <= USERS; users++) {
      const responses = demands.map((demand, i) => demand * (1 + present[i]!));
      throughput = users / (thinkSeconds + responses[0]! + responses[1]!);
      present = responses.map((response) => throughput * response);
    }
    return { throughput, processor: present[0]!, disk: present[1]! };
  };
  let [low, high] = [0, 1000];
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (meanValues(middle).throughput > utilization) low = middle;
    else high = middle;
  }
  const { simulation, services, streams } = laboratory();
  const thinking = streams.stream('users', 'thinking');
  const stations = [new Station(simulation), new Station(simulation)] as const;
  function* user(): Body<void> {
    while (stations[0].arrivals < CUSTOMERS) {
      yield thinking.exponential() * high;
      for (const [i, station] of stations.entries())
        yield* station.visit(services.exponential() * demands[i]!);
    }
  }
  for (let i = 0; i < USERS; i++) simulation.spawn(user());
  simulation.run();
  const present = stations.map(
    (station) => (station.queueIntegral() + station.serviceIntegral()) / simulation.now,
  );
  return {
    measured: {
      throughput: stations[0].departures / simulation.now,
      processor: present[0]!,
      disk: present[1]!,
    },
    truth: meanValues(high),
  };
};

/** M/M/1 whose server goes away for exponential times whenever it finds nobody. */
const vacations: System = (utilization) => {
  const VACATION_RATE = 0.5;
  const { simulation, services, source, streams } = laboratory();
  const away = streams.stream('server', 'vacations');
  const station = new Station(simulation, { discipline: 'priority' });
  let departed = 0;
  let sojourn = 0;
  const customersRemain = () => departed < CUSTOMERS;
  function* vacation(): Body<void> {
    while (customersRemain()) yield* station.visit(away.exponential() / VACATION_RATE, { priority: 1 });
  }
  function* customer(): Body<void> {
    const arrivedSeconds = simulation.now;
    yield* station.visit(services.exponential());
    sojourn += simulation.now - arrivedSeconds;
    departed++;
  }
  simulation.spawn(source(utilization, customer));
  simulation.spawn(vacation());
  simulation.run();
  return {
    measured: { sojourn: sojourn / CUSTOMERS },
    truth: { sojourn: 1 / (1 - utilization) + 1 / VACATION_RATE },
  };
};

/** M/M/1 whose server breaks down, busy or not. */
const breakdowns: System = (utilization) => {
  const FAILURE_RATE = 0.1;
  const REPAIR_RATE = 0.25;
  const rate = (utilization * REPAIR_RATE) / (REPAIR_RATE + FAILURE_RATE);
  const { simulation, services, source, streams } = laboratory();
  const failures = streams.stream('server', 'failures');
  const station = new Station(simulation, { discipline: 'preemptive-resume' });
  let departed = 0;
  let sojourn = 0;
  const customersRemain = () => departed < CUSTOMERS;
  function* breakdown(): Body<void> {
    while (customersRemain()) {
      yield failures.exponential() / FAILURE_RATE;
      station.setServers(0);
      yield failures.exponential() / REPAIR_RATE;
      station.setServers(1);
    }
  }
  function* customer(): Body<void> {
    const arrivedSeconds = simulation.now;
    yield* station.visit(services.exponential());
    sojourn += simulation.now - arrivedSeconds;
    departed++;
  }
  simulation.spawn(source(rate, customer));
  simulation.spawn(breakdown());
  simulation.run();
  const total = REPAIR_RATE + FAILURE_RATE;
  return {
    measured: { sojourn: sojourn / CUSTOMERS },
    truth: { sojourn: (total ** 2 + FAILURE_RATE) / (total * (REPAIR_RATE - rate * total)) },
  };
};

const SYSTEMS: Readonly<Record<string, System>> = {
  'M/M/4/4': loss(4, 4),
  'M/M/1/5': loss(1, 5),
  'M/D/1-PS': sharing(1, () => 1),
  'M/M/4-PS with a cap': sharing(4, (stream) => stream.exponential()),
  'two priorities': priorities('priority'),
  'two priorities, preemptive': priorities('preemptive-resume'),
  'a Jackson network': jackson,
  'fork and join': forkJoin,
  'M/G/infinity': endlessServers,
  'machine repair': machineRepair,
  'a closed network': closedNetwork,
  'a server with vacations': vacations,
  'a server that breaks down': breakdowns,
};

describe.each(Object.entries(SYSTEMS))('%s', (_, system) => {
  it.each(UTILIZATIONS)('at utilization %s', (utilization) => {
    const { measured, truth } = system(utilization);
    for (const [name, value] of Object.entries(truth)) {
      expect(Math.abs(measured[name]! / value - 1), name).toBeLessThan(0.01);
    }
  });
});
