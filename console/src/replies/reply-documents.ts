import '../graphql/refused';
import { graphql } from '../graphql/graphql';

graphql(`
  fragment ReplyDetails on CannedReply {
    id
    shortcut
    body
    account {
      id
      name
    }
  }
`);

export const CANNED_REPLIES = graphql(`
  query CannedReplies($search: String, $after: String) {
    cannedReplies(first: 50, filter: { search: $search }, after: $after) {
      nodes {
        ...ReplyDetails
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

export const CREATE_REPLY = graphql(`
  mutation CreateCannedReply($input: CreateCannedReplyInput!) {
    createCannedReply(input: $input) {
      cannedReply {
        ...ReplyDetails
      }
      errors {
        ...Refused
      }
    }
  }
`);

export const UPDATE_REPLY = graphql(`
  mutation UpdateCannedReply($input: UpdateCannedReplyInput!) {
    updateCannedReply(input: $input) {
      cannedReply {
        ...ReplyDetails
      }
      errors {
        ...Refused
      }
    }
  }
`);

export const DELETE_REPLY = graphql(`
  mutation DeleteCannedReply($input: CannedReplyIdInput!) {
    deleteCannedReply(input: $input) {
      cannedReply {
        id
      }
      errors {
        ...Refused
      }
    }
  }
`);
