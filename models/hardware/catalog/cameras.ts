/** Cameras: what one frame weighs in the file format they record, and what their media deliver. */

import { type Figure, figure, GIGA, MEGA, UNKNOWN } from './figure.ts';

export interface Camera {
  readonly id: string;
  readonly vendor: string;
  readonly model: string;
  readonly mode: string;
  readonly widthPixels: number;
  readonly heightPixels: number;
  /** One file per frame. */
  readonly bytesPerFrame: Figure;
  /** Of footage at 24 frames per second, as published: rounded, and in part GiB called GB; frames are the safer figure. */
  readonly bytesPerHour: Figure;
  /** What the recording drive delivers when it is read. */
  readonly driveBytesPerSecond: Figure;
}

const ARRI = 'ARRI ALEXA XT recording figures at 24 frames/s, as collected; the page was not retained';

function alexaXt(
  id: string,
  mode: string,
  [widthPixels, heightPixels]: readonly [number, number],
  [megabytesPerFrame, gigabytesPerHour]: readonly [number, number],
  driveBytesPerSecond: Figure,
): Camera {
  return {
    id,
    vendor: 'ARRI',
    model: 'ALEXA XT',
    mode,
    widthPixels,
    heightPixels,
    bytesPerFrame: figure(megabytesPerFrame * MEGA, 'secondary', ARRI),
    bytesPerHour: figure(gigabytesPerHour * GIGA, 'secondary', ARRI),
    driveBytesPerSecond,
  };
}

export const CAMERAS: readonly Camera[] = [
  alexaXt('arri-alexa-xt-16x9', '16:9 2.8K ARRIRAW', [2880, 1620], [7, 562], UNKNOWN),
  alexaXt('arri-alexa-xt-4x3', '4:3 2.8K ARRIRAW', [2880, 2160], [9.3, 751], UNKNOWN),
  alexaXt(
    'arri-alexa-xt-open-gate',
    'Open Gate 3.4K ARRIRAW',
    [3414, 2198],
    [11.3, 976],
    figure(850 * MEGA, 'secondary', ARRI),
  ),
];
