// Requests against the schemas of their routes: what is wrong is named with its place, and what was
// expected.
import type { FastifySchemaCompiler } from 'fastify';
import type { z } from 'zod';
import { issueWords } from './issue-words.ts';
import { HttpProblem } from './problem.ts';

/** Checks the parts of requests. */
export const validatorCompiler: FastifySchemaCompiler<z.ZodType> =
  ({ schema }) =>
  (value: unknown) => {
    const read = schema.safeParse(value, { error: issueWords });
    return read.success ? { value: read.data } : { error: invalidRequest(read.error.issues) };
  };

function invalidRequest(issues: readonly z.core.$ZodIssue[]): HttpProblem {
  const errors = issues.map(({ path, message }) => ({
    path: `/${path.map(String).join('/')}`,
    message,
  }));
  const [first] = errors;
  const detail = `The request is not valid: ${first?.path ?? ''} ${first?.message ?? ''}.`;
  const next = 'Correct it; /openapi.json describes every request.';
  const code = 'request_invalid';
  return new HttpProblem({ code, status: 400, fault: 'caller', detail, next }, { errors });
}
