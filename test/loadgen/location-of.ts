import type { TargetLocation } from '../../loadgen/targets/target-location.ts';

/** A target by its address, all else as where no option is given. */
export function locationOf(url: string): TargetLocation {
  return {
    url,
    direct: false,
    syncOnCommit: true,
    credentialsFile: null,
    profile: null,
    connections: null,
  };
}
