import '../graphql/refused';
import { graphql } from '../graphql/graphql';

export const TWO_FACTOR = graphql(`
  query OwnTwoFactor {
    twoFactor {
      isOn
      enabledAt
      recoveryCodesLeft
      isRequired
      isPossible
    }
  }
`);

export const BEGIN_TWO_FACTOR = graphql(`
  mutation BeginTwoFactor($input: BeginTwoFactorInput!) {
    beginTwoFactor(input: $input) {
      secret
      uri
      errors {
        ...Refused
      }
    }
  }
`);

export const CONFIRM_TWO_FACTOR = graphql(`
  mutation ConfirmTwoFactor($input: ConfirmTwoFactorInput!) {
    confirmTwoFactor(input: $input) {
      recoveryCodes
      errors {
        ...Refused
      }
    }
  }
`);

export const RENEW_RECOVERY_CODES = graphql(`
  mutation RenewRecoveryCodes($input: TwoFactorProofInput!) {
    renewRecoveryCodes(input: $input) {
      recoveryCodes
      errors {
        ...Refused
      }
    }
  }
`);

export const DISABLE_TWO_FACTOR = graphql(`
  mutation DisableTwoFactor($input: TwoFactorProofInput!) {
    disableTwoFactor(input: $input) {
      errors {
        ...Refused
      }
    }
  }
`);
