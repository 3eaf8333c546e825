import '../graphql/refused';
import { graphql } from '../graphql/graphql';

graphql(`
  fragment WholeModel on DataModel {
    id
    key
    label
    recordCount
    accounts {
      id
      name
    }
    fields {
      key
      label
      type
      relatesTo {
        id
        key
      }
    }
  }
`);

export const MODELS = graphql(`
  query DataModels {
    dataModels {
      ...WholeModel
    }
  }
`);

export const MODEL = graphql(`
  query DataModelPage($id: ID!) {
    dataModel(id: $id) {
      ...WholeModel
    }
  }
`);

export const RECORDS = graphql(`
  query RecordList($modelId: ID!, $search: String, $after: String) {
    records(modelId: $modelId, filter: { search: $search }, first: 50, after: $after) {
      nodes {
        id
        externalId
        label
        portalUrl
        updatedAt
        values
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

export const SAVE_MODEL = graphql(`
  mutation UpsertDataModel($input: UpsertDataModelInput!) {
    upsertDataModel(input: $input) {
      dataModel {
        ...WholeModel
      }
      errors {
        ...Refused
      }
    }
  }
`);

export const DELETE_MODEL = graphql(`
  mutation DeleteDataModel($input: DataModelIdInput!) {
    deleteDataModel(input: $input) {
      dataModel {
        id
      }
      errors {
        ...Refused
      }
    }
  }
`);

export const SAVE_RECORDS = graphql(`
  mutation UpsertRecords($input: UpsertRecordsInput!) {
    upsertRecords(input: $input) {
      results {
        externalId
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

export const DELETE_RECORDS = graphql(`
  mutation DeleteRecords($input: DeleteRecordsInput!) {
    deleteRecords(input: $input) {
      deletedCount
      errors {
        ...Refused
      }
    }
  }
`);
