import '../../graphql/fragments';
import { graphql } from '../../graphql/graphql';

export const SEND_MESSAGE = graphql(`
  mutation SendMessage($input: SendMessageInput!) {
    sendMessage(input: $input) {
      message {
        ...ChatMessage
      }
      errors {
        code
        message
        reason
        values
        path
        ... on InvalidInputError {
          limit
        }
      }
    }
  }
`);

export const ADD_NOTE = graphql(`
  mutation AddNote($input: AddNoteInput!) {
    addNote(input: $input) {
      message {
        ...ChatMessage
      }
      errors {
        code
        message
        reason
        values
        path
        ... on InvalidInputError {
          limit
        }
      }
    }
  }
`);
