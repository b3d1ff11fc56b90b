/** Validated scenario to compiled studio: every name resolved, every contradiction reported. */

import { assetsOf, kindOf, systemsOf } from '../../stages/stage-kinds.ts';
import type { Studio } from '../../studio.ts';
import { unusedAsset, unusedCache } from '../asset-problems.ts';
import { bySection, schemaDefaults } from '../defaults.ts';
import type { DiagnosticReport } from '../diagnostic-report.ts';
import { keyPlaceAt, type Located, plain } from '../located.ts';
import * as problems from '../problems.ts';
import { scenarioSchema } from '../schema.ts';
import type { Named, Scenario } from '../validate.ts';
import { compileAsset } from './assets.ts';
import { compileCache } from './caches.ts';
import { Compilation } from './compilation.ts';
import { compileFaults } from './faults.ts';
import { checkGpuMemory } from './feasibility.ts';
import { compileFarm, compileNetwork, compileRun, compileStorage } from './infrastructure.ts';
import { compileObjectives } from './objectives.ts';
import { checkReferences } from './references.ts';
import { compileScheduling } from './scheduling.ts';
import { compileStages } from './stages.ts';

/**
 * The studio of a scenario; undefined when the report holds an error, whoever found it. In an excerpt of a day, work that never
 * falls into the run is no error.
 */
export function compile(
  scenario: Scenario,
  document: Located,
  report: DiagnosticReport,
  excerpt: boolean,
): Studio | undefined {
  const compilation = new Compilation(scenario, document, report, excerpt);
  checkReferences(compilation);
  const { run } = scenario;
  const settings = run && compileRun(run, compilation);
  const network = scenario.network && compileNetwork(scenario.network);
  const storage = each(scenario.storage, (name, section) => compileStorage(name, section, compilation));
  const assets = each(scenario.assets, (name, section) => compileAsset(name, section, compilation));
  compilation.assets = assets;
  const caches = each(scenario.caches, compileCache);
  const farms = each(scenario.farms, (name, section) => compileFarm(name, section, compilation));
  const stages = compileStages(run, compilation);
  checkGpuMemory(stages, farms, compilation);
  const known = { storage, stages, farms, network };
  const faults = compileFaults(known, run, compilation);
  const objectives = compileObjectives(scenario.objectives, known, compilation);
  const policies = compileObjectives(scenario.policies, known, compilation);
  if (report.hasErrors || settings === undefined || network === undefined) return undefined;

  const studio: Studio = {
    name: scenario.name,
    ...(scenario.description === '' ? {} : { description: scenario.description }),
    run: settings,
    storage,
    ...(assets.length === 0 ? {} : { assets }),
    ...(caches.length === 0 ? {} : { caches }),
    network,
    farms,
    scheduling: compileScheduling(scenario.scheduling, faults.length > 0, compilation),
    ...(faults.length === 0 ? {} : { faults }),
    stages,
    objectives,
    policies,
    defaults: bySection([...schemaDefaults(scenarioSchema(), plain(document)), ...compilation.defaults]),
  };
  warn(studio, document, report);
  return studio;
}

function each<Section, Compiled>(
  sections: Named<Section>,
  compileOne: (name: string, section: Section) => Compiled | undefined,
): Compiled[] {
  const compiled: Compiled[] = [];
  for (const [name, section] of sections) {
    const one = section === undefined ? undefined : compileOne(name, section);
    if (one !== undefined) compiled.push(one);
  }
  return compiled;
}

/** Warns about a scenario that runs, but is probably not what was meant. */
function warn(
  { storage, assets = [], caches = [], farms, stages, objectives, policies }: Studio,
  document: Located,
  report: DiagnosticReport,
): void {
  for (const { name } of storage) {
    if (stages.some((stage) => systemsOf(stage).includes(name))) continue;
    report.add(problems.unusedStorage(name), keyPlaceAt(document, ['storage', name]));
  }
  for (const asset of assets) {
    if (stages.some((stage) => assetsOf(stage).includes(asset))) continue;
    report.add(unusedAsset(asset.name), keyPlaceAt(document, ['assets', asset.name]));
  }
  const isCached = stages.some((stage) => assetsOf(stage).some(({ published }) => published));
  for (const { name } of isCached ? [] : caches)
    report.add(unusedCache(name), keyPlaceAt(document, ['caches', name]));
  for (const { name } of farms) {
    if (stages.some((stage) => kindOf(stage).traits(stage).farm?.name === name)) continue;
    report.add(problems.unusedFarm(name), keyPlaceAt(document, ['compute', name]));
  }
  if (objectives.length + policies.length === 0)
    report.add(problems.nothingJudged(), keyPlaceAt(document, []));
}
