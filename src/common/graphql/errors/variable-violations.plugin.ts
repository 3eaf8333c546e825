import type { ApolloServerPlugin } from '@apollo/server';
import { UNFIT_VARIABLES } from './format-error.js';
import { variableViolations } from './variable-violations.js';

/** Plugin that says what is wrong with variables, by path and rule: graphql-js quotes them. */
export const tellVariableViolations: ApolloServerPlugin = {
  requestDidStart: async () => ({
    willSendResponse: async ({ response: { body }, schema, operation, request }) => {
      if (body.kind !== 'single' || operation === undefined || operation === null) return;
      const { errors } = body.singleResult;
      if (errors?.some(({ message }) => message === UNFIT_VARIABLES) !== true) return;
      const violations = variableViolations(schema, operation, request.variables ?? {});
      if (violations.length > 0) body.singleResult.errors = violations.map((violation) => violation.toJSON());
    },
  }),
};
