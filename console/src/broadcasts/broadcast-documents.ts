import '../graphql/refused';
import { graphql } from '../graphql/graphql';

graphql(`
  fragment BroadcastState on Broadcast {
    id
    status
    total
    queued
    sent
    delivered
    read
    failed
    unconfirmed
    cancelled
    startAt
    finishedAt
    resumesAt
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
    messagesPerSecond
    template {
      id
      displayName
      language
    }
    phoneNumber {
      id
      displayPhoneNumber
      verifiedName
    }
    createdBy {
      __typename
      ... on User {
        id
        name
      }
      ... on ApiKey {
        id
        name
      }
      ... on Contact {
        id
        displayName
      }
    }
  }
`);

export const BROADCASTS = graphql(`
  query BroadcastList($accountId: ID!, $after: String) {
    broadcasts(accountId: $accountId, first: 50, after: $after) {
      nodes {
        ...BroadcastState
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

export const BROADCAST = graphql(`
  query BroadcastPage($id: ID!) {
    broadcast(id: $id) {
      ...BroadcastState
      skipped {
        index
        recordId
        errors {
          ...Refused
        }
      }
    }
  }
`);

export const OUTCOMES = graphql(`
  query BroadcastOutcomes($id: ID!, $status: [MessageStatus!], $after: String) {
    broadcast(id: $id) {
      id
      messages(first: 100, filter: { status: $status }, after: $after) {
        nodes {
          id
          status
          occurredAt
          failure {
            ...RefusalByMeta
          }
          refusal {
            ...RefusalByMeta
          }
          conversation {
            id
            contact {
              id
              displayName
              phoneNumber
            }
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

export const CHECK_NUMBERS = graphql(`
  query CheckNumbers($input: CheckPhoneNumbersInput!) {
    checkPhoneNumbers(input: $input) {
      phoneNumber
      valid
      suggestion
      problem {
        code
        message
      }
    }
  }
`);

export const MODEL_FIELDS = graphql(`
  query ModelFields($id: ID!) {
    dataModel(id: $id) {
      id
      label
      recordCount
      fields {
        key
        label
        type
      }
    }
  }
`);

export const SOME_RECORDS = graphql(`
  query SomeRecords($modelId: ID!) {
    records(modelId: $modelId, first: 100) {
      nodes {
        id
        label
        values
      }
    }
  }
`);

export const START_BROADCAST = graphql(`
  mutation StartBroadcast($input: StartBroadcastInput!) {
    startBroadcast(input: $input) {
      broadcast {
        ...BroadcastState
        expectedRecipients
      }
      errors {
        ...Refused
      }
    }
  }
`);

export const APPEND_RECIPIENTS = graphql(`
  mutation AppendRecipients($input: AppendBroadcastRecipientsInput!) {
    appendBroadcastRecipients(input: $input) {
      broadcast {
        ...BroadcastState
      }
      errors {
        ...Refused
      }
    }
  }
`);

export const PAUSE_BROADCAST = graphql(`
  mutation PauseBroadcast($input: BroadcastIdInput!) {
    pauseBroadcast(input: $input) {
      broadcast {
        ...BroadcastState
      }
      errors {
        ...Refused
      }
    }
  }
`);

export const RESUME_BROADCAST = graphql(`
  mutation ResumeBroadcast($input: BroadcastIdInput!) {
    resumeBroadcast(input: $input) {
      broadcast {
        ...BroadcastState
      }
      errors {
        ...Refused
      }
    }
  }
`);

export const CANCEL_BROADCAST = graphql(`
  mutation CancelBroadcast($input: BroadcastIdInput!) {
    cancelBroadcast(input: $input) {
      broadcast {
        ...BroadcastState
      }
      errors {
        ...Refused
      }
    }
  }
`);
