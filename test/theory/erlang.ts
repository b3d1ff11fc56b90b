import { lawOf } from './discrete-law.ts';

/** Erlang's loss probability of `servers` servers offered `load` erlangs: the recursion of the B formula. */
export function erlangB(servers: number, load: number): number {
  let blocked = 1;
  for (let n = 1; n <= servers; n++) blocked = (load * blocked) / (n + load * blocked);
  return blocked;
}

/** Erlang's probability of waiting, from the B formula. Needs load < servers. */
export function erlangC(servers: number, load: number): number {
  const blocked = erlangB(servers, load);
  return blocked / (1 - (load / servers) * (1 - blocked));
}

/** The stationary law of the number present at M/M/c, cut off where e^-25 is left. */
export function presentLaw(servers: number, load: number): Float64Array {
  const weights = [1];
  const most = servers + Math.ceil(25 / (1 - load / servers));
  for (let n = 1; n <= most; n++) weights.push((weights[n - 1]! * load) / Math.min(n, servers));
  return lawOf(weights);
}

/** The law of a sojourn: an exponential service of mean 1 after, with a probability, an exponential wait of a rate. */
export function sojournCumulative(waitProbability: number, waitRate: number, t: number): number {
  const served = Math.exp(-t);
  if (waitRate === 1) return 1 - served * (1 + waitProbability * t);
  return 1 - served - (waitProbability * (Math.exp(-waitRate * t) - served)) / (1 - waitRate);
}
