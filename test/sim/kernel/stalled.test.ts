import { describe, expect, it } from 'vitest';
import { firstOf } from '../../../sim/kernel/first-of.ts';
import { FluidNetwork } from '../../../sim/kernel/fluid.ts';
import type { Body, Command } from '../../../sim/kernel/process.ts';
import { Simulation } from '../../../sim/kernel/simulation.ts';
import { StalledError } from '../../../sim/kernel/stalled-error.ts';
import { Station } from '../../../sim/kernel/station.ts';

function laboratory() {
  const simulation = new Simulation();
  const network = new FluidNetwork(simulation);
  const link = network.resource({ name: 'link', capacity: 10 });
  const station = new Station(simulation, { name: 'gpus', servers: 2 });
  return { simulation, network, link, station };
}

function* waitingFor(command: Command): Body<void> {
  yield command;
}

describe('a run that comes to its end while something waits', () => {
  it('for more servers than there are, says so', () => {
    const { simulation, station } = laboratory();
    simulation.spawn(station.visit(5));
    simulation.spawn(station.visit(5, { servers: 3 }), { name: 'wide' });
    expect(() => simulation.run()).toThrow(
      'no event is left, but processes wait: wide for 3 of the 2 servers of gpus',
    );
    expect(simulation.now).toBe(5);
  });

  it('for servers whose holders wait for each other, says so', () => {
    const { simulation, station } = laboratory();
    function* both(first: Station, second: Station): Body<void> {
      yield first.seize({ servers: first.servers });
      yield 1;
      yield second.seize({ servers: second.servers });
    }
    const licences = new Station(simulation, { name: 'licences' });
    simulation.spawn(both(licences, station), { name: 'a' });
    simulation.spawn(both(station, licences), { name: 'b' });
    expect(() => simulation.run()).toThrow(
      'a for 2 of the 2 servers of gpus; b for 1 of the 1 servers of licences',
    );
  });

  it('for a flow over what has failed, for service at speed 0, or for the first of such, says so', () => {
    const { simulation, network, link, station } = laboratory();
    const flow = () => network.flow({ amount: 50, route: [{ resource: link }] });
    simulation.spawn(waitingFor(flow()), { name: 'copy' });
    simulation.spawn(station.visit(5), { name: 'job' });
    simulation.spawn(firstOf(flow(), station.seize({ servers: 9 })), { name: 'either' });
    simulation.at(1, () => network.setCapacity(link, 0));
    simulation.at(1, () => station.setSpeed(0));
    let error: unknown;
    try {
      simulation.run();
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(StalledError);
    expect((error as StalledError).processes.map(({ name }) => name)).toEqual(['copy', 'job', 'either']);
    expect((error as StalledError).message).toBe(
      'no event is left, but processes wait: copy for a flow over link; job for service at gpus, whose speed is 0; ' +
        'either for a flow over link or 9 of the 2 servers of gpus',
    );
  });

  it('names the first five', () => {
    const { simulation, station } = laboratory();
    for (let i = 0; i < 9; i++) simulation.spawn(station.visit(1, { servers: 3 }));
    expect(() => simulation.run()).toThrow(/process 4 for 3 of the 2 servers of gpus; 4 more$/u);
  });

  it('that others may bring, or within a given time, is silent', () => {
    const { simulation, station } = laboratory();
    simulation.spawn(waitingFor({ begin: () => ({ abandon: () => {} }) }));
    simulation.run();
    simulation.spawn(station.visit(1, { servers: 3 }));
    simulation.run(9);
    expect(simulation.now).toBe(9);
    station.setServers(3);
    simulation.run();
    expect(station.departures).toBe(1);
  });
});

describe('what is stalled at a moment', () => {
  it('are the waits that never end unless something is changed, whatever else goes on', () => {
    const { simulation, network, link, station } = laboratory();
    const names = () => simulation.stalled().map(({ name }) => name);
    const flow = (rateCap: number) => network.flow({ amount: 50, rateCap, route: [{ resource: link }] });
    simulation.spawn(waitingFor(flow(0)), { name: 'no rate' });
    simulation.spawn(waitingFor(flow(1)), { name: 'copy' });
    simulation.spawn(station.visit(9, { servers: 2 }), { name: 'job' });
    simulation.spawn(station.visit(9, { servers: 1 }), { name: 'next' });
    simulation.spawn(station.visit(9, { servers: 3 }), { name: 'too wide' });
    simulation.spawn(firstOf(flow(0), 20), { name: 'patient' });
    simulation.run(1);
    expect(names()).toEqual(['no rate', 'too wide']);
    network.setCapacity(link, 0);
    station.setSpeed(0);
    expect(names()).toEqual(['no rate', 'copy', 'job', 'too wide']);
    network.setCapacity(link, 10);
    station.setSpeed(1);
    station.setServers(3);
    expect(names()).toEqual(['no rate']);
  });
});
