import '../../../graphql/refused';
import { graphql } from '../../../graphql/graphql';

graphql(`
  fragment ShownProfile on BusinessProfile {
    about
    address
    description
    email
    websites
    vertical
    pictureUrl
  }
`);

export const BUSINESS_PROFILE = graphql(`
  query BusinessProfileOfNumber($phoneNumberId: ID!) {
    businessProfile(phoneNumberId: $phoneNumberId) {
      ...ShownProfile
    }
  }
`);

export const UPDATE_PROFILE = graphql(`
  mutation UpdateBusinessProfile($input: UpdateBusinessProfileInput!) {
    updateBusinessProfile(input: $input) {
      errors {
        ...Refused
      }
    }
  }
`);
