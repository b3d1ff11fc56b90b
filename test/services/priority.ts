/**
 * Gives these tests, and the threads and servers that they start, precedence over what else the machine has to do, where the
 * user may ask for that: they measure targets and the generator.
 */

import { constants, setPriority } from 'node:os';

if (process.getuid?.() === 0) setPriority(constants.priority.PRIORITY_HIGH);
