import '../../graphql/refused';
import { graphql } from '../../graphql/graphql';

export const CHECK_RECIPIENT = graphql(`
  query CheckRecipient($input: CheckPhoneNumbersInput!) {
    checkPhoneNumbers(input: $input) {
      phoneNumber
      valid
      suggestion
      problem {
        code
      }
      contact {
        id
        displayName
      }
    }
  }
`);

export const SEND_TEMPLATE = graphql(`
  mutation SendNewMessage($input: SendTemplateInput!) {
    sendTemplate(input: $input) {
      results {
        message {
          id
          conversation {
            id
          }
        }
        errors {
          ...Refused
        }
      }
      errors {
        ...Refused
      }
    }
  }
`);
