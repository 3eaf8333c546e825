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
      labels {
        id
        name
        color
      }
      phoneNumbers {
        id
        displayPhoneNumber
        verifiedName
      }
    }
    templates(filter: { sendableByMe: true }, first: 1) {
      nodes {
        id
      }
    }
    notifications(filter: { unread: true }, first: 1) {
      unreadCount
    }
  }
`);

export const TEMPLATE_TO_SEND = graphql(`
  query TemplateToSend {
    templates(filter: { sendableByMe: true }, first: 1) {
      nodes {
        id
      }
    }
  }
`);

export const UNREAD_NOTIFICATIONS = graphql(`
  query UnreadNotifications {
    notifications(filter: { unread: true }, first: 1) {
      unreadCount
    }
  }
`);

export const INBOX_COUNTS = graphql(`
  query InboxCounts($byNumber: Boolean!, $phoneNumberId: ID) {
    inboxCounts(phoneNumberId: $phoneNumberId) {
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
    labels {
      id
      openConversations {
        value
        isExact
      }
    }
    accounts @include(if: $byNumber) {
      id
      phoneNumbers {
        id
        openConversations {
          value
          isExact
        }
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
  query Chat($id: ID!, $first: Int, $last: Int, $after: String, $before: String, $around: ID) {
    conversation(id: $id) {
      ...InboxConversation
      messages(first: $first, last: $last, after: $after, before: $before, around: $around) {
        nodes {
          ...ChatMessage
        }
        pageInfo {
          hasPreviousPage
          hasNextPage
          startCursor
          endCursor
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
          titleWording {
            ...Wording
          }
          body
          bodyWording {
            ...Wording
          }
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
          pauseCause {
            kind
            errorCode
          }
          heldReason
          heldCause {
            kind
            errorCode
          }
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
          sendingPauseCause {
            kind
            errorCode
          }
          labels {
            id
            name
            color
          }
          phoneNumbers {
            id
            verifiedName
            nameStatus
            requestedName
            requestedNameStatus
            requestedNameReason
            status
            qualityRating
            messagingLimit
            throughput
          }
        }
      }
    }
  }
`);
