/** Sizes of pictures: codecs and proxies by the second, rendered frames by the file. */

import { figure, type KnownFigure, MEGA } from './figure.ts';

export interface MediaRate {
  readonly id: string;
  readonly name: string;
  readonly bytesPerSecond: KnownFigure;
}

export interface FrameSize {
  readonly id: string;
  readonly name: string;
  readonly widthPixels: number;
  readonly heightPixels: number;
  /** One file, not compressed. */
  readonly bytesPerFrame: KnownFigure;
}

const REDCODE = 'RED, "Benefits of REDCODE", rates at 24 frames/s';
const RED_PRORES = 'RED documentation, V-RAPTOR, 4K ProRes';
const DNXHR = 'root6technology.com, DNxHR at 23.976 frames/s';

function rate(id: string, name: string, megabytesPerSecond: number, source: string): MediaRate {
  return { id, name, bytesPerSecond: figure(megabytesPerSecond * MEGA, 'secondary', source) };
}

/** Camera and mastering codecs. */
export const CODECS: readonly MediaRate[] = [
  rate('uncompressed-8k-16bit', '8K 16-bit TIFF, DPX or EXR, not compressed', 5096, REDCODE),
  rate('prores-4444-8k', '8K ProRes 4444', 849, REDCODE),
  rate('arriraw-6.5k', '6.5K ARRIRAW', 732, REDCODE),
  rate('arriraw-4.5k', '4.5K ARRIRAW', 501, REDCODE),
  rate('arriraw-3.4k', '3.4K ARRIRAW', 277, REDCODE),
  rate('prores-4444-4k', '4K ProRes 4444', 212, REDCODE),
  rate('r3d-8k-8to1', '8K R3D 8:1', 162, REDCODE),
  rate('prores-4444-2k', '2K ProRes 4444', 57, REDCODE),
  rate('r3d-4k-6to1', '4K R3D 6:1', 54, REDCODE),
  rate('prores-4444xq-4k-vraptor', '4K ProRes 4444 XQ', 1697 / 8, RED_PRORES),
  rate('prores-4444-4k-vraptor', '4K ProRes 4444', 1131 / 8, RED_PRORES),
  rate('prores-422hq-4k-vraptor', '4K ProRes 422 HQ', 754 / 8, RED_PRORES),
  rate('prores-422-4k-vraptor', '4K ProRes 422', 503 / 8, RED_PRORES),
];

/** Editorial proxies. */
export const PROXIES: readonly MediaRate[] = [
  rate('dnxhr-uhd-444', 'DNxHR 444, UHD', 166.61, DNXHR),
  rate('dnxhr-uhd-hqx', 'DNxHR HQX, UHD', 83.26, DNXHR),
  rate('dnxhr-uhd-sq', 'DNxHR SQ, UHD', 55.07, DNXHR),
  rate('dnxhr-uhd-lb', 'DNxHR LB, UHD', 17.14, DNXHR),
  rate('dnxhr-2k-444', 'DNxHR 444, 2K', 44.39, DNXHR),
  rate('dnxhr-2k-hqx', 'DNxHR HQX, 2K', 22.2, DNXHR),
  rate('dnxhr-2k-sq', 'DNxHR SQ, 2K', 14.7, DNXHR),
  rate('dnxhr-2k-lb', 'DNxHR LB, 2K', 4.59, DNXHR),
  rate('dnxhr-4k-444', 'DNxHR 444, 4K', 177.67, DNXHR),
  rate('dnxhr-4k-hqx', 'DNxHR HQX, 4K', 88.88, DNXHR),
];

/** Four channels of 16-bit floating point, as renderers write them: 8 bytes per pixel. */
const EXR_HALF_RGBA_BYTES = 8;

function exrFrame(id: string, name: string, widthPixels: number, heightPixels: number): FrameSize {
  return {
    id,
    name,
    widthPixels,
    heightPixels,
    bytesPerFrame: figure(
      widthPixels * heightPixels * EXR_HALF_RGBA_BYTES,
      'inferred',
      'width x height x 8 bytes (half-float RGBA), not compressed',
    ),
  };
}

/** OpenEXR frames; ZIP and PIZ leave 35 to 55% of this (OpenEXR Technical Introduction). */
export const EXR_FRAMES: readonly FrameSize[] = [
  exrFrame('exr-2k-full', 'EXR 2K full aperture', 2048, 1556),
  exrFrame('exr-uhd', 'EXR UHD', 3840, 2160),
  exrFrame('exr-4k-dci', 'EXR 4K DCI', 4096, 2160),
  exrFrame('exr-4k-full', 'EXR 4K full aperture', 4096, 3112),
];
