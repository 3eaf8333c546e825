import '../graphql/history-entry';
import '../graphql/refused';
import { graphql } from '../graphql/graphql';

graphql(`
  fragment AccountSettings on Account {
    id
    name
    status
    whatsappAccountId
    appId
    accessTokenHint
    hasAccessToken
    hasAppSecret
    callbackUrl
    defaultCountry
    lastWebhookAt
    sendingPausedUntil
    sendingPauseReason
    sendingPauseCause {
      kind
      errorCode
    }
    archivedAt
    restrictions {
      type
      expiresAt
    }
    token {
      kind
      expiresAt
      checkedAt
      missingScopes
    }
    webhookFields {
      name
      required
      subscribed
    }
    connection {
      ok
      testedAt
      checks {
        name
        outcome
        message
        messageWording {
          ...Wording
        }
        remedy
        remedyWording {
          ...Wording
        }
        docsUrl
        refusal {
          ...RefusalByMeta
        }
      }
    }
    phoneNumbers {
      ...NumberSettings
    }
  }
`);
graphql(`
  fragment NumberSettings on BusinessPhoneNumber {
    id
    displayPhoneNumber
    verifiedName
    whatsappPhoneNumberId
    status
    qualityRating
    messagingLimit
    throughput
    returnAfterDays
    sendingPausedUntil
    sendingPauseReason
    sendingPauseCause {
      kind
      errorCode
    }
    notifyUsers {
      id
      name
    }
    historyImport {
      requestedAt
      contactsRequestedAt
      progress
      messagesRead
      startedAt
      finishedAt
      refusal {
        ...RefusalByMeta
      }
    }
  }
`);

export const ACCOUNTS = graphql(`
  query AccountList {
    accounts {
      id
      name
      status
      lastWebhookAt
      sendingPausedUntil
      phoneNumbers {
        id
        displayPhoneNumber
        verifiedName
        qualityRating
      }
    }
  }
`);

export const ACCOUNT = graphql(`
  query AccountSettingsPage($id: ID!) {
    account(id: $id) {
      ...AccountSettings
    }
  }
`);

/** What administrators alone may read. */
export const VERIFY_TOKEN = graphql(`
  query VerifyToken($id: ID!) {
    account(id: $id) {
      id
      webhookVerifyToken
    }
  }
`);

export const ACCOUNT_HISTORY = graphql(`
  query AccountHistory($id: ID!, $after: String) {
    account(id: $id) {
      id
      history(first: 20, after: $after) {
        nodes {
          ...HistoryEntry
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

export const CREATE_ACCOUNT = graphql(`
  mutation CreateAccount($input: CreateAccountInput!) {
    createAccount(input: $input) {
      account {
        ...AccountSettings
      }
      errors {
        ...Refused
      }
    }
  }
`);

export const UPDATE_ACCOUNT = graphql(`
  mutation UpdateAccount($input: UpdateAccountInput!) {
    updateAccount(input: $input) {
      account {
        ...AccountSettings
      }
      errors {
        ...Refused
      }
    }
  }
`);

export const SUBSCRIBE_WEBHOOKS = graphql(`
  mutation SubscribeWebhooks($input: AccountIdInput!) {
    subscribeWebhooks(input: $input) {
      account {
        ...AccountSettings
      }
      errors {
        ...Refused
      }
    }
  }
`);

export const TEST_CONNECTION = graphql(`
  mutation TestConnection($input: AccountIdInput!) {
    testConnection(input: $input) {
      account {
        ...AccountSettings
      }
      errors {
        ...Refused
      }
    }
  }
`);

export const RESUME_SENDING = graphql(`
  mutation ResumeSending($input: AccountIdInput!) {
    resumeSending(input: $input) {
      account {
        ...AccountSettings
      }
      errors {
        ...Refused
      }
    }
  }
`);

export const ARCHIVE_ACCOUNT = graphql(`
  mutation ArchiveAccount($input: AccountIdInput!) {
    archiveAccount(input: $input) {
      account {
        ...AccountSettings
      }
      errors {
        ...Refused
      }
    }
  }
`);

export const SYNC_BLOCKS = graphql(`
  mutation SyncBlocks($input: AccountIdInput!) {
    syncBlocks(input: $input) {
      blockedCount
      unblockedCount
      errors {
        ...Refused
      }
    }
  }
`);

export const SET_NOTIFY_USERS = graphql(`
  mutation SetNotifyUsers($input: SetNotifyUsersInput!) {
    setNotifyUsers(input: $input) {
      phoneNumber {
        ...NumberSettings
      }
      errors {
        ...Refused
      }
    }
  }
`);

export const REQUEST_PHONE_APP_DATA = graphql(`
  mutation RequestPhoneAppData($input: RequestPhoneAppDataInput!) {
    requestPhoneAppData(input: $input) {
      phoneNumber {
        ...NumberSettings
      }
      errors {
        ...Refused
      }
    }
  }
`);
