import { parse, type DocumentNode } from 'graphql';

/**
 * What endpoints are told, as GraphQL over our own schema: a payload has the shape that a client would get for the same
 * question. Nothing in here is a secret, a link to a file, or for one person alone.
 */
const CONTACT = `
  fragment ContactFields on Contact {
    id displayName profileName username phoneNumber waId whatsappUserId groupId externalId optedOutAt optOutSource blockedAt
  }`;

const NUMBER = `
  fragment NumberFields on BusinessPhoneNumber { id whatsappPhoneNumberId displayPhoneNumber }`;

const CONTENT = `
  fragment MediaFields on Media { id state mimeType fileName size sha256 error }
  fragment ContentFields on MessageContent {
    __typename
    ... on TextContent { body }
    ... on MediaContent { mediaKind: kind caption media { ...MediaFields } }
    ... on LocationContent { latitude longitude address locationName: name url }
    ... on ContactsContent { contacts { formattedName organization phoneNumbers { number waId type } emails } }
    ... on TemplateContent { templateName: name language header body footer buttons template { id } media { ...MediaFields } }
    ... on ReplyContent { replyKind: kind optionId title payload response }
    ... on InteractiveContent { kind header body footer options { optionId title description url } }
    ... on OrderContent { catalogId orderText: text items { productId quantity price currency } }
    ... on ReactionContent { emoji }
    ... on SystemContent { kind body }
    ... on UnsupportedContent { kind details }
  }`;

const MESSAGE = `
  fragment MessageFields on Message {
    id whatsappId direction origin status text sendAt occurredAt createdAt idempotencyKey isForwarded groupId editedAt revokedAt
    statusHistory { status occurredAt }
    failure { code title message details advice }
    replyTo { id whatsappId }
    reactions { emoji occurredAt }
    pricing { billable model type category }
    referral
    record { id externalId }
    author { __typename ... on User { id name } ... on ApiKey { id name } ... on Contact { id displayName } }
    content { ...ContentFields }
    conversation { id status contact { ...ContactFields } phoneNumber { ...NumberFields } }
  }`;

/** Questions by the kind of event: each answers what stands under `data`, beside the account's id. */
export const EVENT_DOCUMENTS: Readonly<Record<string, DocumentNode>> = {
  MESSAGE: event('MessageChanged', 'message { ...MessageFields }', MESSAGE, CONTENT, CONTACT, NUMBER),
  CONVERSATION: event(
    'ConversationChanged',
    `conversation {
       id status origin createdAt lastActivityAt waitingSince serviceWindow { isOpen expiresAt }
       assignee { id name } participants { user { id name } } labels { id name color }
       contact { ...ContactFields } phoneNumber { ...NumberFields }
     }`,
    CONTACT,
    NUMBER,
  ),
  TEMPLATE: event(
    'TemplateChanged',
    `template {
       id name displayName language category pendingCategory status remoteStatus quality rejectionReason rejectionAdvice remoteId updatedAt
     }`,
  ),
  BROADCAST: event(
    'BroadcastChanged',
    `broadcast {
       id status startAt createdAt finishedAt pauseReason heldReason resumesAt expectedRecipients preparedRecipients skippedCount
       total queued sent delivered read failed unconfirmed cancelled
       template { id name language } phoneNumber { ...NumberFields }
     }`,
    NUMBER,
  ),
  ACCOUNT: event(
    'AccountChanged',
    `account {
       id name whatsappAccountId status sendingPausedUntil sendingPauseReason restrictions { type expiresAt } updatedAt archivedAt
       phoneNumbers {
         ...NumberFields verifiedName qualityRating messagingLimit throughput status sendingPausedUntil sendingPauseReason
       }
     }`,
    NUMBER,
  ),
};

/** Contacts are asked for by id: no event of a subscription is about them. */
export const CONTACT_DOCUMENT = parse(`
  query EndpointContact($id: ID!) { contact(id: $id) { ...ContactFields marketingPreference } }
  ${CONTACT}`);

/** As a subscriber to inboxEvents would ask for one type of event; it is executed for one event, and nobody subscribes. */
function event(type: string, selection: string, ...fragments: string[]): DocumentNode {
  return parse(`
    subscription EndpointEvent { inboxEvents(accountId: "") { ... on ${type} { ${selection} } } }
    ${fragments.join('\n')}`);
}
