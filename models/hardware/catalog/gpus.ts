/** Graphics processors: memory, and what little is published of power and price. */

import type { EvidenceGrade } from '../envelope.ts';
import { type Figure, figure, GIGA, UNKNOWN } from './figure.ts';

export interface Gpu {
  readonly id: string;
  /** A card's "48 GB" of memory are 48 GiB, as memory is sold in binary sizes. */
  readonly memoryBytes: Figure;
  readonly memoryType: string | null;
  readonly memoryBytesPerSecond: Figure;
  readonly powerWatts: Figure;
  readonly priceDollars: Figure;
  readonly notes: readonly string[];
}

interface PublishedGpu {
  readonly memoryGigabytes?: number;
  readonly memoryType?: string;
  readonly memoryGigabytesPerSecond?: number;
  readonly powerWatts?: number;
  readonly priceDollars?: number;
  readonly notes?: readonly string[];
}

function gpu(id: string, grade: EvidenceGrade, source: string, published: PublishedGpu): Gpu {
  const known = (value: number | undefined, scale: number) =>
    value === undefined ? UNKNOWN : figure(value * scale, grade, source);
  return {
    id,
    memoryBytes: known(published.memoryGigabytes, 2 ** 30),
    memoryType: published.memoryType ?? null,
    memoryBytesPerSecond: known(published.memoryGigabytesPerSecond, GIGA),
    powerWatts: known(published.powerWatts, 1),
    priceDollars: known(published.priceDollars, 1),
    notes: published.notes ?? [],
  };
}

const MULLET = 'https://www.mullet.se/product.html?product_id=355414';
const SOURCECODE = 'https://store.sourcecode.com/en-us/bg-bucket-compare/125/9820';
const GRAFIKKARTEN = 'https://www.grafikkarten.com/de/news/nvidia-rtx-6000-grafikkarte-der-ada-generation';
const A10G = [
  'memory: https://raw.githubusercontent.com/rapidsai/deployment/refs/heads/main/source/cloud/aws/index.md',
  'bandwidth: https://huggingface.co/RajBhope/gpu-runtime-predictor/blob/main/gpu_catalog.json',
  'power: limit that nvidia-smi reports on g5, github.com/vantage-sh/ec2instances.info @4ef36cd scraper/aws/ec2/extras/manually_fetched_data.json',
].join(' ; ');
const NETFLIX_PRICES =
  'github.com/Netflix-Skunkworks/service-capacity-modeling @dc69307, us-east-1, three years reserved, per instance and year';

export const GPUS: readonly Gpu[] = [
  gpu('l4', 'secondary', SOURCECODE, {
    memoryGigabytes: 24,
    memoryType: 'GDDR6',
    memoryGigabytesPerSecond: 300,
    notes: [`AWS g6.xlarge $2,816, g6.48xlarge $46,721 (${NETFLIX_PRICES}).`],
  }),
  gpu('l40', 'secondary', MULLET, {
    memoryGigabytes: 48,
    memoryType: 'GDDR6 ECC',
    memoryGigabytesPerSecond: 864,
    powerWatts: 300,
  }),
  gpu('l40s', 'secondary', `${MULLET} ; https://omegaco.ae/shop/gpu-cards-edge-ai/nvidia-l40s`, {
    memoryGigabytes: 48,
    memoryType: 'GDDR6 ECC',
    memoryGigabytesPerSecond: 864,
    powerWatts: 350,
    notes: [
      'Power: two shops say 300 W, two 350 W; the higher is kept.',
      `AWS g6e.xlarge $6,130, g6e.12xlarge $34,560, g6e.48xlarge $99,245 (${NETFLIX_PRICES}).`,
    ],
  }),
  gpu('rtx-6000-ada', 'secondary', `${GRAFIKKARTEN} ; ${SOURCECODE}`, {
    memoryGigabytes: 48,
    memoryType: 'GDDR6 ECC',
    memoryGigabytesPerSecond: 960,
    powerWatts: 300,
  }),
  gpu('rtx-4000-ada', 'secondary', 'a shop comparison page', { memoryGigabytes: 20, powerWatts: 130 }),
  gpu('rtx-a6000', 'secondary', 'technical.city', {
    memoryGigabytes: 48,
    memoryGigabytesPerSecond: 768,
    powerWatts: 300,
    priceDollars: 4649,
    notes: ['The price is that of the launch.'],
  }),
  gpu('a40', 'secondary', 'technical.city', {
    memoryGigabytes: 48,
    memoryGigabytesPerSecond: 696,
    powerWatts: 300,
  }),
  gpu('rtx-pro-6000-blackwell', 'secondary', 'technical.city', {
    memoryGigabytes: 96,
    memoryType: 'GDDR7',
    powerWatts: 600,
    priceDollars: 8565,
    notes: ['The Max-Q edition draws 300 W.'],
  }),
  gpu('h100-pcie', 'vendor', 'NVIDIA product brief PB-11133-001_v02 (manuals.plus copy)', {
    memoryGigabytes: 80,
    memoryType: 'HBM2e',
    memoryGigabytesPerSecond: 2000,
    powerWatts: 350,
  }),
  gpu('h100-sxm', 'secondary', 'awesomeagents.ai; grokipedia/probsee', {
    memoryGigabytes: 80,
    memoryType: 'HBM3',
    memoryGigabytesPerSecond: 3350,
    powerWatts: 700,
    notes: [
      'Street price $25,000 to $30,000 (awesomeagents.ai; grokipedia/probsee).',
      `AWS p5.48xlarge with eight $181,289 (${NETFLIX_PRICES}).`,
    ],
  }),
  gpu('h200-nvl', 'secondary', 'onestopsystems.com blog', { powerWatts: 600 }),
  gpu('a10g', 'secondary', A10G, {
    memoryGigabytes: 24,
    memoryGigabytesPerSecond: 600,
    powerWatts: 300,
    notes: [`AWS g5.xlarge $3,314, g5.48xlarge $53,649 (${NETFLIX_PRICES}).`],
  }),
];
