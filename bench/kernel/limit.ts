/**
 * The speed limit of a typed array on this machine: M/M/c and nothing else, written by hand into one loop. Integer
 * payloads stand in an implicit 4-ary heap; the next arrival or departure replaces the one that is due in place.
 * Exponentials come from the ziggurat over sfc32, inlined. It reads no clock, cancels nothing, has no priorities and
 * does not grow: a yardstick for the kernel, not a design for it.
 */
import { exponentialZiggurat } from '../../sim/kernel/stream-ziggurat.ts';
import type { QueueRun } from './queue-run.ts';

const CAPACITY = 1 << 16;
const QUEUE = 1 << 20;
const ARRIVAL = -1;

const times = new Float64Array(CAPACITY);
const sequences = new Uint32Array(CAPACITY);
const payloads = new Int32Array(CAPACITY);
let size = 0;
let sequence = 0;

const { widths, heights, tailStart } = exponentialZiggurat();
let a = 0;
let b = 1;
let c = 2;
let d = 1;

function bits(): number {
  const t = (a + b + d) | 0;
  d = (d + 1) | 0;
  a = b ^ (b >>> 9);
  b = (c + (c << 3)) | 0;
  c = (c << 21) | (c >>> 11);
  c = (c + t) | 0;
  return t;
}

function uniform(): number {
  return ((bits() >>> 0) + 0.5) * 2 ** -32;
}

function exponential(): number {
  const draw = bits();
  const layer = draw & 0xff;
  const x = ((draw >>> 8) + 0.5) * 2 ** -24 * widths[layer]!;
  return x < widths[layer + 1]! ? x : exponentialAtEdge(layer, x);
}

function exponentialAtEdge(layer: number, x: number): number {
  if (layer === 0) return tailStart - Math.log(uniform());
  const bottom = heights[layer]!;
  if (bottom + (heights[layer + 1]! - bottom) * uniform() < Math.exp(-x)) return x;
  return exponential();
}

function siftUp(time: number, payload: number): void {
  const own = sequence++;
  let node = size++;
  while (node > 0) {
    const parent = (node - 1) >> 2;
    if (times[parent]! <= time) break;
    times[node] = times[parent]!;
    sequences[node] = sequences[parent]!;
    payloads[node] = payloads[parent]!;
    node = parent;
  }
  times[node] = time;
  sequences[node] = own;
  payloads[node] = payload;
}

function siftDown(time: number, own: number, payload: number): void {
  let node = 0;
  for (;;) {
    const first = (node << 2) + 1;
    if (first >= size) break;
    let least = first;
    let leastTime = times[first]!;
    const end = first + 4 < size ? first + 4 : size;
    for (let child = first + 1; child < end; child++) {
      const childTime = times[child]!;
      if (childTime < leastTime || (childTime === leastTime && sequences[child]! < sequences[least]!)) {
        least = child;
        leastTime = childTime;
      }
    }
    if (leastTime > time || (leastTime === time && sequences[least]! > own)) break;
    times[node] = leastTime;
    sequences[node] = sequences[least]!;
    payloads[node] = payloads[least]!;
    node = least;
  }
  times[node] = time;
  sequences[node] = own;
  payloads[node] = payload;
}

function removeRoot(): void {
  size--;
  if (size > 0) siftDown(times[size]!, sequences[size]!, payloads[size]!);
}

export const runLimit: QueueRun = (customers, servers, utilization, seed) => {
  a = 0;
  b = seed;
  c = 0x9e3779b9 | 0;
  d = 1;
  for (let i = 0; i < 16; i++) bits();
  size = 0;
  sequence = 0;
  const meanInterval = 1 / (utilization * servers);
  const waiting = new Float64Array(QUEUE);
  let first = 0;
  let last = 0;
  const arrivedAt = new Float64Array(servers);
  const idle = Int32Array.from({ length: servers }, (_, i) => i);
  let idleCount = servers;
  let arrivals = 0;
  let departures = 0;
  let sojourns = 0;
  siftUp(exponential() * meanInterval, ARRIVAL);
  while (departures < customers) {
    const time = times[0]!;
    const payload = payloads[0]!;
    if (payload === ARRIVAL) {
      arrivals++;
      if (arrivals < customers) siftDown(time + exponential() * meanInterval, sequence++, ARRIVAL);
      else removeRoot();
      if (idleCount > 0) {
        const server = idle[--idleCount]!;
        arrivedAt[server] = time;
        siftUp(time + exponential(), server);
      } else {
        waiting[last++ & (QUEUE - 1)] = time;
      }
    } else {
      departures++;
      sojourns += time - arrivedAt[payload]!;
      if (first < last) {
        arrivedAt[payload] = waiting[first++ & (QUEUE - 1)]!;
        siftDown(time + exponential(), sequence++, payload);
      } else {
        idle[idleCount++] = payload;
        removeRoot();
      }
    }
  }
  return sojourns / departures;
};
