import { graphql } from './generated/gql.js';

/** Signs somebody in. */
export const LOGIN = graphql(`
  mutation Login($input: LoginInput!) {
    login(input: $input) {
      accessToken
      refreshToken
      expiresAt
      errors {
        code
        reason
        values
        message
        path
      }
    }
  }
`);

/** Renews a session: each refresh token is good for one call. */
export const REFRESH_SESSION = graphql(`
  mutation RefreshSession($input: RefreshSessionInput!) {
    refreshSession(input: $input) {
      accessToken
      refreshToken
      expiresAt
      errors {
        code
        reason
        values
        message
        path
      }
    }
  }
`);

/** Ends the session. */
export const LOGOUT = graphql(`
  mutation Logout {
    logout {
      errors {
        code
        reason
        values
        message
        path
      }
    }
  }
`);

/** Accounts with the cursors from which their events follow. */
export const ACCOUNTS = graphql(`
  query Accounts {
    accounts {
      id
      name
      eventCursor
    }
  }
`);

/** Conversations of an account, latest first. */
export const CONVERSATIONS = graphql(`
  query Conversations($filter: ConversationFilter, $first: Int, $after: String) {
    conversations(filter: $filter, first: $first, after: $after) {
      nodes {
        ...ConversationRow
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

/** End of a chat, or what came before a cursor. */
export const CHAT = graphql(`
  query Chat($id: ID!, $last: Int, $before: String) {
    conversation(id: $id) {
      ...ConversationRow
      messages(last: $last, before: $before) {
        nodes {
          ...MessageInChat
        }
        pageInfo {
          hasPreviousPage
          startCursor
        }
      }
    }
  }
`);

/** Sends in a conversation, once for an idempotency key. */
export const SEND_MESSAGE = graphql(`
  mutation SendMessage($input: SendMessageInput!) {
    sendMessage(input: $input) {
      message {
        ...MessageInChat
      }
      errors {
        code
        reason
        values
        message
        path
      }
    }
  }
`);

/** Sends a template to one or a few. */
export const SEND_TEMPLATE = graphql(`
  mutation SendTemplate($input: SendTemplateInput!) {
    sendTemplate(input: $input) {
      results {
        message {
          ...MessageInChat
        }
        errors {
          code
          reason
          values
          message
          path
        }
      }
      errors {
        code
        reason
        values
        message
        path
      }
    }
  }
`);

/** Stores records by externalId. */
export const UPSERT_RECORDS = graphql(`
  mutation UpsertRecords($input: UpsertRecordsInput!) {
    upsertRecords(input: $input) {
      results {
        externalId
        record {
          id
        }
        errors {
          code
          reason
          values
          message
          path
        }
      }
      errors {
        code
        reason
        values
        message
        path
      }
    }
  }
`);

/** Events of an account, after a cursor. */
export const INBOX_EVENTS = graphql(`
  subscription InboxEvents($accountId: ID!, $after: ID) {
    inboxEvents(accountId: $accountId, after: $after) {
      __typename
      accountId
      cursor
      ... on MessageChanged {
        message {
          ...MessageInChat
          conversation {
            ...ConversationRow
          }
        }
      }
      ... on ConversationChanged {
        conversation {
          ...ConversationRow
        }
      }
      ... on ConversationWithdrawn {
        conversationId
      }
    }
  }
`);

export const FRAGMENTS = graphql(`
  fragment ConversationRow on Conversation {
    id
    status
    unreadCount
    lastActivityAt
    contact {
      id
      displayName
    }
    serviceWindow {
      isOpen
      expiresAt
    }
    allowedActions
  }
  fragment MessageInChat on Message {
    id
    sortKey
    direction
    status
    text
    occurredAt
    conversation {
      id
    }
  }
`);
