import '../graphql/refused';
import { graphql } from '../graphql/graphql';

graphql(`
  fragment TeamMember on User {
    id
    name
    email
    phoneNumber
    role
    isActive
    hasTwoFactor
    signsInAtIssuer
    createdAt
    accounts {
      id
      name
    }
  }
`);

export const TEAM = graphql(`
  query Team($search: String, $after: String) {
    users(first: 50, filter: { search: $search }, after: $after) {
      nodes {
        ...TeamMember
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

export const CREATE_USER = graphql(`
  mutation CreateUser($input: CreateUserInput!) {
    createUser(input: $input) {
      user {
        ...TeamMember
      }
      errors {
        ...Refused
      }
    }
  }
`);

export const UPDATE_USER = graphql(`
  mutation UpdateUser($input: UpdateUserInput!) {
    updateUser(input: $input) {
      user {
        ...TeamMember
      }
      errors {
        ...Refused
      }
    }
  }
`);

export const INVITATIONS = graphql(`
  query Invitations {
    openInvitations {
      id
      name
      email
      role
      expiresAt
    }
  }
`);

export const INVITE_USER = graphql(`
  mutation InviteUser($input: InviteUserInput!) {
    inviteUser(input: $input) {
      token
      invitation {
        id
        expiresAt
      }
      errors {
        ...Refused
      }
    }
  }
`);

export const WITHDRAW_INVITATION = graphql(`
  mutation WithdrawInvitation($input: InvitationIdInput!) {
    withdrawInvitation(input: $input) {
      errors {
        ...Refused
      }
    }
  }
`);

export const RESET_TWO_FACTOR = graphql(`
  mutation ResetUserTwoFactor($input: ResetUserTwoFactorInput!) {
    resetUserTwoFactor(input: $input) {
      user {
        ...TeamMember
      }
      errors {
        ...Refused
      }
    }
  }
`);

export const RESET_PASSWORD = graphql(`
  mutation ResetUserPassword($input: ResetUserPasswordInput!) {
    resetUserPassword(input: $input) {
      token
      expiresAt
      errors {
        ...Refused
      }
    }
  }
`);
