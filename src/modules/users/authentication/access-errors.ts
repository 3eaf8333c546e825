import { GraphQLError } from 'graphql';

/** UNAUTHENTICATED: nobody is signed in, or not any more. */
export function unauthenticated(): GraphQLError {
  return new GraphQLError('Please sign in: send Authorization: Bearer <access token or API key>.', {
    extensions: { code: 'UNAUTHENTICATED' },
  });
}

/** FORBIDDEN: the viewer is known, and lacks the permission. */
export function forbidden(): GraphQLError {
  return new GraphQLError('You may not do this. An administrator can give you the right.', {
    extensions: { code: 'FORBIDDEN' },
  });
}
