import { graphql } from '../graphql/graphql';

export const AUDIT_ENTRIES = graphql(`
  query AuditTrail($filter: AuditEntryFilter, $after: String) {
    auditEntries(first: 50, filter: $filter, after: $after) {
      nodes {
        id
        occurredAt
        action
        actorKind
        actorName
        subjectType
        subjectName
        accountId
        address
        userAgent
        details {
          name
          from
          to
        }
      }
      totalCount
      isTotalCountExact
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
