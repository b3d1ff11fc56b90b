import { describe, expect, it } from 'vitest';
import { FluidNetwork } from '../../../sim/kernel/fluid.ts';
import { BundleTable } from '../../../sim/kernel/fluid-bundles.ts';
import { FluidSolver } from '../../../sim/kernel/fluid-solver.ts';
import { Simulation } from '../../../sim/kernel/simulation.ts';

describe('a bundle whose last flow has left', () => {
  function left(capLevel: number) {
    const network = new FluidNetwork(new Simulation());
    const nic = network.resource({ name: 'nic', capacity: 10 });
    const core = network.resource({ name: 'core', capacity: 100 });
    const route = [{ resource: nic }, { resource: core }];
    const table = new BundleTable(new FluidSolver());
    const bundle = table.find(route, capLevel);
    bundle.removeIdle();
    bundle.becomeIdle();
    return { table, bundle, route };
  }

  it('is that of the next flow of its kind', () => {
    const { table, bundle, route } = left(2);
    expect(table.find(route, 2)).toBe(bundle);
  });

  it('is fitted to the next flow of its route, whatever the cap, so that clients leave no garbage', () => {
    const { table, bundle, route } = left(2);
    expect(table.find(route, 7)).toBe(bundle);
    expect(bundle.capLevel).toBe(7);
  });

  it('is not that of a flow on another route', () => {
    const { table, bundle, route } = left(2);
    expect(table.find(route.slice(0, 1), 2)).not.toBe(bundle);
  });
});
