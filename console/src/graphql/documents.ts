import './fragments';
import { graphql } from './graphql';

/** Who is signed in and what they work with, with the position from which live events are followed. */
export const VIEWER = graphql(`
  query Viewer {
    me {
      id
      name
      email
      role
    }
    accounts {
      id
      name
      eventCursor
      phoneNumbers {
        id
        displayPhoneNumber
        verifiedName
      }
    }
    notifications(unreadOnly: true, first: 1) {
      unreadCount
    }
  }
`);

export const UNREAD_NOTIFICATIONS = graphql(`
  query UnreadNotifications {
    notifications(unreadOnly: true, first: 1) {
      unreadCount
    }
  }
`);

export const INBOX_COUNTS = graphql(`
  query InboxCounts {
    inboxCounts {
      mine {
        value
        isExact
      }
      unassigned {
        value
        isExact
      }
      waiting {
        value
        isExact
      }
    }
  }
`);

export const CONVERSATIONS = graphql(`
  query Conversations($filter: ConversationFilter, $first: Int, $after: String) {
    conversations(filter: $filter, first: $first, after: $after) {
      nodes {
        ...InboxConversation
      }
      isComplete
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const CHAT = graphql(`
  query Chat($id: ID!, $last: Int!, $before: String) {
    conversation(id: $id) {
      ...InboxConversation
      messages(last: $last, before: $before) {
        nodes {
          ...ChatMessage
        }
        pageInfo {
          hasPreviousPage
          startCursor
        }
      }
    }
  }
`);

export const ONE_MESSAGE = graphql(`
  query OneMessage($id: ID!) {
    message(id: $id) {
      ...ChatMessage
    }
  }
`);

export const INBOX_EVENTS = graphql(`
  subscription InboxEvents($accountId: ID!, $after: ID) {
    inboxEvents(accountId: $accountId, after: $after) {
      __typename
      cursor
      ... on MessageChanged {
        message {
          ...ChatMessage
          conversation {
            ...InboxConversation
          }
        }
      }
      ... on ConversationChanged {
        conversation {
          ...InboxConversation
        }
      }
      ... on ConversationWithdrawn {
        conversationId
      }
      ... on NotificationAdded {
        notification {
          id
          title
          body
          reason
          conversation {
            id
          }
        }
      }
      ... on TemplateChanged {
        template {
          id
          displayName
          status
          rejectionReason
        }
      }
      ... on BroadcastChanged {
        broadcast {
          id
          status
          queued
          sent
          delivered
          read
          failed
          cancelled
          unconfirmed
          total
          pauseReason
          heldReason
          finishedAt
        }
      }
      ... on AccountChanged {
        account {
          id
          name
          status
          sendingPausedUntil
          sendingPauseReason
        }
      }
    }
  }
`);
