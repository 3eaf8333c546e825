import './fragments';
import { graphql } from './graphql';

/** All that is said of a refusal, to be spread in the `errors` of a mutation. */
graphql(`
  fragment Refused on UserError {
    __typename
    code
    message
    reason
    values
    path
    ... on InvalidInputError {
      limit
      suggestion
    }
    ... on RateLimitedError {
      retryAfterSeconds
    }
    ... on MetaRefusedError {
      refusal {
        ...RefusalByMeta
      }
    }
  }
`);
