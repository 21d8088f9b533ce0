import { z } from 'zod';

export const id = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'must be an id: lower case letters, digits and hyphens');
export const text = z.string().trim().min(1);
const short = text.max(60);
export const lead = text
  .regex(/\.$/, 'must end with a full stop')
  .refine((value) => value.split(/\s+/).length <= 12, 'must have at most 12 words');
export const names = z.array(text);
export const reviewed = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a date such as "2026-11-23"');
export const points = z.number().int().min(-9).max(9);

/** How far a claim can be trusted: its text was read, an excerpt was, … ; only the first two and `measured` may stand as figures. */
export const basis = z.enum(['read', 'excerpt', 'measured', 'quoted', 'common', 'inferred']);

export const claim = z.strictObject({ title: text.optional(), text, sources: z.array(id).min(1), basis });
export const side = claim.extend({ short });

/** What a file says of a workload: fact id → value. */
export const factValues = z.record(id, z.union([z.string(), z.number()]));
