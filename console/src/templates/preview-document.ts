import '../graphql/refused';
import { graphql } from '../graphql/graphql';

/** What a customer would read, and everything that would refuse the sending. */
export const PREVIEW = graphql(`
  query PreviewTemplate($id: ID!, $input: PreviewInput) {
    template(id: $id) {
      id
      preview(input: $input) {
        header
        body
        footer
        buttons
        buttonTargets
        recipient
        mediaUrl
        headerLink
        headerFileName
        errors {
          ...Refused
        }
      }
    }
  }
`);
