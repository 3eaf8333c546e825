import type { SendableTemplatesQuery } from '../../generated/graphql';
import { graphql } from '../../graphql/graphql';

export const SENDABLE_TEMPLATES = graphql(`
  query SendableTemplates($accountId: ID!, $search: String) {
    templates(filter: { sendableByMe: true, accountId: [$accountId], search: $search }, first: 100) {
      nodes {
        id
        displayName
        language
        category
        body
        header {
          type
        }
        sendingNeeds
        headerFile {
          fieldPath
        }
        appliesTo {
          id
          label
        }
        variables {
          name
          placement
          source
          sampleValue
          fallback
          buttonIndex
          cardIndex
        }
      }
    }
  }
`);

export type SendableTemplate = SendableTemplatesQuery['templates']['nodes'][number];
