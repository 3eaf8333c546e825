import '../graphql/refused';
import { graphql } from '../graphql/graphql';

export const CONTACTS = graphql(`
  query ContactList($search: String, $after: String) {
    contacts(first: 50, search: $search, after: $after) {
      nodes {
        id
        displayName
        phoneNumber
        username
        groupId
        optedOutAt
      }
      isComplete
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
      identityChangedAt
      optedOutAt
      optOutSource
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

export const ERASE_CONTACT = graphql(`
  mutation EraseContact($input: EraseContactInput!) {
    eraseContact(input: $input) {
      report {
        conversations
        messages
        files
        records
        webhookDeliveries
      }
      errors {
        ...Refused
      }
    }
  }
`);
