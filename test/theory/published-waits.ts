/**
 * Published mean waits in queue, in units of the mean service time, as the source prints them: R. Groenveld, Service Systems in Ports
 * and Inland Waterways, 2007, tables IV and V (PIANC 2014, tables 6.1 and 6.2). By utilization, for 1, 2, 3 ... servers.
 */
type Waits = Readonly<Record<number, readonly number[]>>;

export const PUBLISHED_WAITS: Readonly<Record<'E2/E2/c' | 'M/E2/c', Waits>> = {
  /** Table V up to a utilization of 0.7: beyond, its figures have two digits and were read from curves. */
  'E2/E2/c': {
    0.1: [0.0166, 0.0006, 0, 0, 0, 0, 0, 0, 0, 0],
    0.2: [0.0604, 0.0065, 0.0011, 0.0002, 0, 0, 0, 0, 0, 0],
    0.3: [0.131, 0.0235, 0.0062, 0.0019, 0.0007, 0.0002, 0.0001, 0, 0, 0],
    0.4: [0.2355, 0.0576, 0.0205, 0.0085, 0.0039, 0.0019, 0.0009, 0.0005, 0.0003, 0.0001],
    0.5: [0.3904, 0.1181, 0.0512, 0.0532, 0.0142, 0.0082, 0.005, 0.0031, 0.002, 0.0013],
    0.6: [0.6306, 0.2222, 0.1103, 0.0639, 0.04, 0.0265, 0.0182, 0.0128, 0.0093, 0.0069],
    0.7: [1.0391, 0.4125, 0.2275, 0.1441, 0.0988, 0.0712, 0.0532, 0.0407, 0.0319, 0.0258],
  },
  /** Table IV, of two digits. */
  'M/E2/c': {
    0.3: [0.32, 0.08, 0.03, 0.01, 0, 0, 0, 0, 0, 0],
    0.5: [0.75, 0.26, 0.12, 0.07, 0.04, 0.03, 0.02, 0.01, 0.01, 0.01],
    0.7: [1.75, 0.73, 0.42, 0.27, 0.19, 0.14, 0.11, 0.09, 0.07, 0.06],
    0.8: [3, 1.34, 0.82, 0.57, 0.42, 0.33, 0.27, 0.22, 0.18, 0.16],
  },
};
