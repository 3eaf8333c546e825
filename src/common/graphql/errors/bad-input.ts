import { GraphQLError, type ASTNode } from 'graphql';
import type { DomainError, Problem } from '../../errors/domain-error.js';

/** The error of something that a caller put wrongly, with its path in `problems`. `node`: where it stands in the document. */
export function badInputAt(problem: Problem, node?: ASTNode): GraphQLError {
  const place = problem.path == null || problem.path.length === 0 ? '' : `${problem.path.join('.')}: `;
  return new GraphQLError(`${place}${problem.message}`, { nodes: node, extensions: badInput([problem]) });
}

/** Outside mutations a refusal has no payload: it becomes an error of the execution. */
export function badUserInput(error: DomainError): GraphQLError {
  return new GraphQLError(error.problems.map(({ message }) => message).join(' '), {
    extensions: badInput(error.problems),
  });
}

function badInput(problems: readonly Problem[]): Record<string, unknown> {
  return {
    code: 'BAD_USER_INPUT',
    problems: problems.map(({ code, message, reason, values, path }) => ({
      code,
      message,
      reason,
      values,
      path: path ?? null,
    })),
  };
}
