import { graphql } from './graphql';

/** What became of an account or a template. */
graphql(`
  fragment HistoryEntry on Change {
    id
    kind
    source
    from
    to
    toWording {
      ...Wording
    }
    reason
    reasonWording {
      ...Wording
    }
    severity
    occurredAt
    by {
      id
      name
    }
  }
`);
