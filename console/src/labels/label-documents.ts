import '../graphql/refused';
import { graphql } from '../graphql/graphql';

export const CREATE_LABEL = graphql(`
  mutation CreateLabel($input: CreateLabelInput!) {
    createLabel(input: $input) {
      label {
        id
        name
        color
      }
      errors {
        ...Refused
      }
    }
  }
`);

export const UPDATE_LABEL = graphql(`
  mutation UpdateLabel($input: UpdateLabelInput!) {
    updateLabel(input: $input) {
      label {
        id
        name
        color
      }
      errors {
        ...Refused
      }
    }
  }
`);

export const DELETE_LABEL = graphql(`
  mutation DeleteLabel($input: LabelIdInput!) {
    deleteLabel(input: $input) {
      label {
        id
      }
      errors {
        ...Refused
      }
    }
  }
`);
