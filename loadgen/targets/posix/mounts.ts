/** Mounted file systems, from /proc/self/mountinfo (see proc(5)). */

import { readFileSync } from 'node:fs';

export interface Mount {
  /** Path at which it is mounted. */
  readonly path: string;
  readonly type: string;
  /** Mounted device or share. */
  readonly source: string;
  readonly readOnly: boolean;
}

/** File systems whose server is another machine, or may be. */
const NETWORK_TYPES =
  /^(nfs4?|cifs|smb\d*|smbfs|ceph|glusterfs|lustre|beegfs(_nodev)?|gpfs|wekafs|panfs|pvfs2|orangefs|ocfs2|gfs2|afs|coda|9p|virtiofs|ncpfs|davfs|fuse\.(?!gvfsd|portal).*)$/;
/** File systems whose files are not files. */
const KERNEL_TYPES =
  /^(proc|sysfs|cgroup2?|devtmpfs|devpts|debugfs|tracefs|securityfs|configfs|bpf|pstore|mqueue|hugetlbfs|efivarfs|autofs|binfmt_misc|fusectl|rpc_pipefs|nsfs|selinuxfs)$/;

export function isNetwork({ type }: Mount): boolean {
  return NETWORK_TYPES.test(type);
}

export function isKernels({ type }: Mount): boolean {
  return KERNEL_TYPES.test(type);
}

export function readMounts(text: string = readFileSync('/proc/self/mountinfo', 'utf8')): readonly Mount[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [before = '', after = ''] = line.split(' - ');
      const fields = before.split(' ');
      const [type = '', source = '', superOptions = ''] = after.split(' ');
      const options = [fields[5] ?? '', superOptions].flatMap((list) => list.split(','));
      return {
        path: unescaped(fields[4] ?? ''),
        type,
        source: unescaped(source),
        readOnly: options.includes('ro'),
      };
    });
}

/** The mount that a path without links is on: the last of those made at the longest path above it. */
export function mountOf(path: string, mounts: readonly Mount[]): Mount | undefined {
  let found: Mount | undefined;
  for (const mount of mounts) {
    if (!isWithin(path, mount.path)) continue;
    if (found === undefined || mount.path.length >= found.path.length) found = mount;
  }
  return found;
}

/** Whether a path is another or below it. */
export function isWithin(path: string, above: string): boolean {
  return path === above || path.startsWith(above.endsWith('/') ? above : `${above}/`);
}

/** Spaces, tabs, line ends and backslashes are written as octal numbers. */
function unescaped(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}
