import { graphql } from '../graphql/graphql';

export const CONTACTS = graphql(`
  query ContactList($search: String, $after: String) {
    contacts(first: 50, filter: { search: $search }, after: $after) {
      nodes {
        id
        displayName
        phoneNumber
        username
        groupId
        optedOutAt
      }
      isComplete
      totalCount
      isTotalCountExact
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const CONTACT_PAGE = graphql(`
  query ContactPage($id: ID!) {
    contact(id: $id) {
      id
      displayName
      profileName
      username
      phoneNumber
      groupId
      waId
      whatsappUserId
      externalId
      identityChangedAt
      optedOutAt
      optOutSource
      blockedAt
      conversations {
        id
        status
        lastActivityAt
        phoneNumber {
          id
          displayPhoneNumber
        }
      }
    }
  }
`);
