import { graphql } from './graphql';

/** What became of an account or a template. */
graphql(`
  fragment HistoryEntry on Change {
    id
    kind
    source
    from
    to
    reason
    severity
    occurredAt
    by {
      id
      name
    }
  }
`);
