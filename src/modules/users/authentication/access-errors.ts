import { GraphQLError } from 'graphql';
import type { Because } from '../../../common/errors/because.js';

/** UNAUTHENTICATED: nobody is signed in, or not any more; with the reason where a token of the issuer does not count. */
export function unauthenticated(why: Because | null = null): GraphQLError {
  if (why === null)
    return new GraphQLError('Please sign in: send Authorization: Bearer <access token or API key>.', {
      extensions: { code: 'UNAUTHENTICATED' },
    });
  const { message, reason, values } = why;
  return new GraphQLError(message, { extensions: { code: 'UNAUTHENTICATED', reason, values } });
}

/** FORBIDDEN: the viewer is known, and lacks the permission. */
export function forbidden(): GraphQLError {
  return new GraphQLError('You may not do this. An administrator can give you the right.', {
    extensions: { code: 'FORBIDDEN' },
  });
}
