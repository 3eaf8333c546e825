import { graphql } from '../../graphql/graphql';

export const FIELDS = graphql(`
  query FieldsToChoose($modelId: ID!, $query: String, $type: [DataFieldType!], $under: String, $depth: Int) {
    searchFields(modelId: $modelId, query: $query, type: $type, under: $under, depth: $depth) {
      path
      labels
      type
    }
  }
`);
