// Pieces that several schemas share. Schemas are contracts of the API: the OpenAPI document is made
// of them.
import { groups } from '@acta/event';
import { z } from 'zod';

/** Schemas with a name of their own in the OpenAPI document. */
export const registry = z.registry<{ id?: string }>();

/** Gives a schema its name in the OpenAPI document. */
export function named<T extends z.ZodType>(id: string, schema: T): T {
  registry.add(schema, { id });
  return schema;
}

export const time = z.string().describe('RFC 3339 UTC with milliseconds');
export const group = z.enum(groups);
export const count = z.number().int().nonnegative();
export const role = z.enum(['admin', 'auditor', 'responder', 'viewer', 'collector']);

/** A place in the text of a rule where something is wrong. */
export const ruleProblem = z.object({
  message: z.string(),
  code: z.string(),
  line: z.number().int().nullable(),
  column: z.number().int().nullable(),
  part: z.enum(['rule', 'fixtures']).optional(),
});

export const problem = named(
  'Problem',
  z
    .object({
      type: z.string(),
      title: z.string(),
      status: z.number().int(),
      detail: z.string(),
      code: z.string().describe('Stable; see docs/reference'),
      request_id: z.string().optional(),
      column: z.number().int().optional().describe('Query errors: 1-based'),
      expected: z.array(z.string()).optional(),
      errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
      problems: z.array(ruleProblem).optional().describe('What is wrong with a rule'),
    })
    .describe('RFC 9457'),
);

/** The answer of any route that did not work out. */
export const problems = {
  default: {
    description: 'A problem document: what happened and what to do next.',
    content: { 'application/problem+json': { schema: problem } },
  },
};

export const limitParameter = z.coerce.number().int().min(1).max(1000);
export const cursorParameter = z.string().max(2048).optional();

/** Parameters of a list that is answered whole where nothing else is asked. */
export const pageParameters = z.object({
  limit: limitParameter.default(1000),
  cursor: cursorParameter,
});

/** A page of a list. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable() });

export const nothing = z.undefined().describe('Done');
