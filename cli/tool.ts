/** The package's root folder and version. */

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { ResultDocument } from '../models/result.ts';

/** The folder that holds package.json: one level up from the sources, two from the built program. */
export const PACKAGE_ROOT = existsSync(path.join(import.meta.dirname, '..', 'package.json'))
  ? path.join(import.meta.dirname, '..')
  : path.join(import.meta.dirname, '..', '..');

const MANIFEST = z.object({ version: z.string() });

export function toolOf(): ResultDocument['tool'] {
  const { version } = MANIFEST.parse(
    JSON.parse(readFileSync(path.join(PACKAGE_ROOT, 'package.json'), 'utf8')),
  );
  return { name: 'headroom', version, node: process.versions.node };
}
