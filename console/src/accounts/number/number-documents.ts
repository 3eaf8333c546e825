import '../../graphql/history-entry';
import '../../graphql/refused';
import { graphql } from '../../graphql/graphql';

graphql(`
  fragment NumberStanding on BusinessPhoneNumber {
    id
    displayPhoneNumber
    whatsappPhoneNumberId
    verifiedName
    nameStatus
    requestedName
    requestedNameStatus
    requestedNameReason
    status
    qualityRating
    messagingLimit
    throughput
    isOfficial
    codeVerification
    isPinSet
    standingReadAt
  }
`);
graphql(`
  fragment PinRefusalsOfNumber on PinRefusals {
    refusedInARow
    refusedAt
    heldUntil
  }
`);
graphql(`
  fragment NumberAfterChange on PhoneNumberPayload {
    phoneNumber {
      ...NumberStanding
      pinRefusals {
        ...PinRefusalsOfNumber
      }
    }
    errors {
      ...Refused
    }
  }
`);

/** `mayChange`: administrators alone may read what was refused. */
export const NUMBERS_OF_ACCOUNT = graphql(`
  query NumbersOfAccount($accountId: ID!, $mayChange: Boolean!) {
    account(id: $accountId) {
      id
      name
      phoneNumbers {
        ...NumberStanding
        pinRefusals @include(if: $mayChange) {
          ...PinRefusalsOfNumber
        }
      }
    }
  }
`);

/** What administrators alone may read. The number has no query of its own: it is read as one of all that have an id. */
export const NUMBER_HISTORY = graphql(`
  query NumberHistory($id: ID!, $after: String) {
    node(id: $id) {
      id
      ... on BusinessPhoneNumber {
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
  }
`);

export const REFRESH_NUMBER = graphql(`
  mutation RefreshNumber($input: PhoneNumberIdInput!) {
    refreshPhoneNumber(input: $input) {
      ...NumberAfterChange
    }
  }
`);

export const REQUEST_CODE = graphql(`
  mutation RequestCode($input: RequestVerificationCodeInput!) {
    requestVerificationCode(input: $input) {
      ...NumberAfterChange
    }
  }
`);

export const VERIFY_NUMBER = graphql(`
  mutation VerifyNumber($input: VerifyPhoneNumberInput!) {
    verifyPhoneNumber(input: $input) {
      ...NumberAfterChange
    }
  }
`);

export const REGISTER_NUMBER = graphql(`
  mutation RegisterNumber($input: RegisterPhoneNumberInput!) {
    registerPhoneNumber(input: $input) {
      ...NumberAfterChange
    }
  }
`);

export const DEREGISTER_NUMBER = graphql(`
  mutation DeregisterNumber($input: PhoneNumberIdInput!) {
    deregisterPhoneNumber(input: $input) {
      ...NumberAfterChange
    }
  }
`);

export const SET_PIN = graphql(`
  mutation SetTwoStepPin($input: SetTwoStepPinInput!) {
    setTwoStepPin(input: $input) {
      ...NumberAfterChange
    }
  }
`);

export const REQUEST_NAME = graphql(`
  mutation RequestDisplayName($input: RequestDisplayNameInput!) {
    requestDisplayName(input: $input) {
      ...NumberAfterChange
    }
  }
`);
