/** Places that are refused unless the user says that they are meant. */
export interface Consents {
  /** A path on a file system that a network leads to: `--allow-network`. */
  readonly network: boolean;
  /** A path on the device that the machine's own root is on: `--allow-system-device`. */
  readonly systemDevice: boolean;
}
