/** Schemas of the origin that every stored document states (see result-schema.ts). */

import * as z from 'zod';

export const toolSchema = z.object({ name: z.literal('headroom'), version: z.string(), node: z.string() });

export const scenarioSchema = z.object({
  name: z.string(),
  file: z.string(),
  sha256: z.string(),
  variant: z.string().nullable(),
  overrides: z.array(z.string()),
  description: z.string().exactOptional(),
  extends: z.array(z.object({ file: z.string(), sha256: z.string() })).exactOptional(),
});

/** The defaults of keys that the scenario leaves out. */
export const defaultsSchema = z.array(z.object({ key: z.string(), value: z.string(), source: z.string() }));
