/** Cameras: what one frame weighs in the file format they record, and what their media hold and deliver. */

import { type Figure, figure, GIGA, type KnownFigure, MEGA } from './figure.ts';

export interface Camera {
  readonly id: string;
  readonly vendor: string;
  readonly model: string;
  readonly mode: string;
  readonly widthPixels: number;
  readonly heightPixels: number;
  /** One file per frame. */
  readonly bytesPerFrame: KnownFigure;
  /** Footage at 24 frames per second: 86,400 frames. */
  readonly bytesPerHour: KnownFigure;
  /** Capacity of the recording drive. */
  readonly driveBytes: Figure;
  /** Rate at which the recording drive is read. */
  readonly driveBytesPerSecond: Figure;
}

const ARRI = 'http://www.arri.com/camera/alexa/workflow/working_with_arriraw/recording.html';
const ARRI_FORMAT =
  'http://www.arri.com/camera/digital_cameras/workflow/working_with_arriraw/arriraw/format.html';
const CODEX =
  'ARRI/Codex white paper "ALEXA XR Module Workflows", 3 July 2013, https://codex.manymanuals.fr/camcorders/arriraw/user-manual-20421/4';

/** ARRIRAW stores one 12-bit sample per photosite, uncompressed. */
const ARRIRAW_BYTES_PER_PIXEL = 12 / 8;
const FRAMES_PER_HOUR = 24 * 3600;

const XR_CAPTURE_DRIVE = {
  driveBytes: figure(
    480 * GIGA,
    'vendor',
    `${CODEX}: 480 GB; "around 450 GB" at ${ARRI} are GiB (480 GB = 447 GiB)`,
  ),
  driveBytesPerSecond: figure(850 * MEGA, 'vendor', `${ARRI}: "almost" 850 MB/s`),
} as const;

/** One mode of the ALEXA XT; `published` is how the page of ARRI rounds the same frame and hour. */
function alexaXt(
  id: string,
  mode: string,
  [widthPixels, heightPixels]: readonly [number, number],
  published: string,
): Camera {
  const bytesPerFrame = widthPixels * heightPixels * ARRIRAW_BYTES_PER_PIXEL;
  const frame = `${widthPixels} x ${heightPixels} x 12 bits, uncompressed (${ARRI_FORMAT})`;
  return {
    id,
    vendor: 'ARRI',
    model: 'ALEXA XT',
    mode,
    widthPixels,
    heightPixels,
    bytesPerFrame: figure(bytesPerFrame, 'inferred', `${frame}; rounded at ${ARRI}: ${published}`),
    bytesPerHour: figure(
      bytesPerFrame * FRAMES_PER_HOUR,
      'inferred',
      `${frame}, x 86,400 frames; rounded at ${ARRI}: ${published}`,
    ),
    ...XR_CAPTURE_DRIVE,
  };
}

export const CAMERAS: readonly Camera[] = [
  alexaXt('arri-alexa-xt-16x9', '16:9 2.8K ARRIRAW', [2880, 1620], '7 MB a frame, 562 GB/h, which is GiB'),
  alexaXt('arri-alexa-xt-4x3', '4:3 2.8K ARRIRAW', [2880, 2160], '9.3 MB a frame, 751 GB/h, which is GiB'),
  alexaXt('arri-alexa-xt-open-gate', 'Open Gate 3.4K ARRIRAW', [3414, 2198], '11.3 MB a frame, 976 GB/h'),
];
