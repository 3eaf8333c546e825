import '../../../graphql/refused';
import { graphql } from '../../../graphql/graphql';

graphql(`
  fragment ShownQrCode on QrCode {
    code
    message
    link
  }
`);

export const QR_CODES = graphql(`
  query QrCodesOfNumber($phoneNumberId: ID!, $after: String) {
    qrCodes(phoneNumberId: $phoneNumberId, after: $after) {
      nodes {
        ...ShownQrCode
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const CREATE_QR_CODE = graphql(`
  mutation CreateQrCode($input: CreateQrCodeInput!) {
    createQrCode(input: $input) {
      errors {
        ...Refused
      }
    }
  }
`);

export const UPDATE_QR_CODE = graphql(`
  mutation UpdateQrCode($input: UpdateQrCodeInput!) {
    updateQrCode(input: $input) {
      errors {
        ...Refused
      }
    }
  }
`);

export const DELETE_QR_CODE = graphql(`
  mutation DeleteQrCode($input: DeleteQrCodeInput!) {
    deleteQrCode(input: $input) {
      errors {
        ...Refused
      }
    }
  }
`);
