import { graphql } from './graphql';
import './shown-order';

/** What is shown in a quote, and in the last line of a conversation. */
graphql(`
  fragment MessageLine on Message {
    id
    text
    direction
    revokedAt
    author {
      __typename
      ... on User {
        id
        name
      }
      ... on Contact {
        id
        displayName
      }
      ... on ApiKey {
        id
        name
      }
    }
    content {
      __typename
      ... on MediaContent {
        mediaKind
      }
      ... on ReplyContent {
        ...ReplyLine
      }
      ... on UnsupportedContent {
        unsupportedKind: kind
      }
    }
  }
`);

/** What was tapped, with what says it where Meta has no words for people. */
graphql(`
  fragment ReplyLine on ReplyContent {
    replyKind
    optionId
    title
    response
  }
`);

/** How a text of the server is said in another language. */
graphql(`
  fragment Wording on Wording {
    reason
    values
  }
`);

graphql(`
  fragment MediaFile on Media {
    id
    state
    url
    mimeType
    fileName
    size
    error
    errorWording {
      ...Wording
    }
  }
`);

graphql(`
  fragment RefusalByMeta on MetaRefusal {
    code
    title
    message
    details
    advice
    handling
  }
`);

graphql(`
  fragment MessageBody on MessageContent {
    __typename
    ... on TextContent {
      body
    }
    ... on MediaContent {
      mediaKind
      caption
      isAnimated
      media {
        ...MediaFile
      }
    }
    ... on LocationContent {
      latitude
      longitude
      name
      address
      url
    }
    ... on ContactsContent {
      contacts {
        formattedName
        organization
        phones
        emails
      }
    }
    ... on InteractiveContent {
      interactiveKind
      body
      header
      footer
      headerMedia {
        ...MediaFile
      }
      options {
        optionId
        title
        description
        url
      }
      products {
        sections {
          title
          productIds
        }
      }
      cards {
        body
        media {
          ...MediaFile
        }
        options {
          optionId
          title
        }
      }
      order {
        ...ShownOrder
      }
    }
    ... on ReplyContent {
      ...ReplyLine
      payload
    }
    ... on OrderContent {
      orderText: text
      items {
        productId
        quantity
        price
        currency
      }
    }
    ... on TemplateContent {
      body
      header
      footer
      buttons
      templateMedia: headerMedia {
        ...MediaFile
      }
      headerLink
      headerFileName
      product {
        productRetailerId
      }
      cardProducts {
        productRetailerId
      }
      order {
        ...ShownOrder
      }
    }
    ... on SystemContent {
      body
    }
    ... on NoteContent {
      body
    }
    ... on ReactionContent {
      emoji
    }
    ... on UnsupportedContent {
      unsupportedKind: kind
      details
    }
  }
`);

graphql(`
  fragment ChatMessage on Message {
    ...MessageLine
    sortKey
    occurredAt
    sendAt
    status
    origin
    isFromHistory
    idempotencyKey
    isForwarded
    isFrequentlyForwarded
    referral
    referredProduct {
      productId
    }
    editedAt
    content {
      ...MessageBody
    }
    replyTo {
      ...MessageLine
    }
    reactions {
      emoji
      author {
        __typename
        ... on User {
          id
          name
        }
        ... on Contact {
          id
          displayName
        }
      }
    }
    failure {
      ...RefusalByMeta
    }
    refusal {
      ...RefusalByMeta
    }
    statusHistory {
      status
      occurredAt
    }
  }
`);

graphql(`
  fragment InboxConversation on Conversation {
    id
    status
    unreadCount
    lastActivityAt
    waitingSince
    returnsToNotifyUsersAt
    allowedActions
    serviceWindow {
      isOpen
      expiresAt
    }
    account {
      id
    }
    phoneNumber {
      id
      displayPhoneNumber
      verifiedName
    }
    assignee {
      id
      name
    }
    labels {
      id
      name
      color
    }
    participants {
      user {
        id
        name
      }
    }
    contact {
      id
      displayName
      phoneNumber
      groupId
      optedOutAt
      blockedAt
    }
    lastMessage {
      ...MessageLine
      occurredAt
      status
    }
  }
`);
