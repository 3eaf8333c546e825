import '../../graphql/refused';
import { graphql } from '../../graphql/graphql';

graphql(`
  fragment RecordRuleState on RecordRule {
    id
    name
    status
    stopReason
    stopReasonWording {
      ...Wording
    }
    trigger
    recordFilter
    oncePerRecord
    maxPerHour
    maxPerDay
    waitingCount
    template {
      id
      displayName
      language
    }
    dataModel {
      id
      label
    }
    phoneNumber {
      id
      displayPhoneNumber
    }
  }
`);

export const RULES = graphql(`
  query RecordRules($accountId: ID!, $after: String) {
    recordRules(accountId: $accountId, first: 50, after: $after) {
      nodes {
        ...RecordRuleState
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const DRY_RUN = graphql(`
  query RecordRuleDryRun($id: ID!) {
    recordRule(id: $id) {
      id
      dryRun(first: 10) {
        matchCount
        hasMore
        samples {
          record {
            id
            externalId
            label
          }
          phoneNumber
          text
          errors {
            ...Refused
          }
        }
      }
    }
  }
`);

export const RUNS = graphql(`
  query RecordRuleRuns($id: ID!, $after: String) {
    recordRule(id: $id) {
      id
      runs(first: 25, after: $after) {
        nodes {
          id
          state
          triggeredAt
          record {
            id
            label
            externalId
          }
          message {
            id
            status
          }
          errors {
            ...Refused
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

export const CREATE_RULE = graphql(`
  mutation CreateRecordRule($input: CreateRecordRuleInput!) {
    createRecordRule(input: $input) {
      rule {
        ...RecordRuleState
      }
      errors {
        ...Refused
      }
    }
  }
`);

export const UPDATE_RULE = graphql(`
  mutation UpdateRecordRule($input: UpdateRecordRuleInput!) {
    updateRecordRule(input: $input) {
      rule {
        ...RecordRuleState
      }
      errors {
        ...Refused
      }
    }
  }
`);

export const ENABLE_RULE = graphql(`
  mutation EnableRecordRule($input: RecordRuleIdInput!) {
    enableRecordRule(input: $input) {
      rule {
        ...RecordRuleState
      }
      errors {
        ...Refused
      }
    }
  }
`);

export const DISABLE_RULE = graphql(`
  mutation DisableRecordRule($input: RecordRuleIdInput!) {
    disableRecordRule(input: $input) {
      rule {
        ...RecordRuleState
      }
      errors {
        ...Refused
      }
    }
  }
`);

export const RESUME_RULE = graphql(`
  mutation ResumeRecordRule($input: ResumeRecordRuleInput!) {
    resumeRecordRule(input: $input) {
      rule {
        ...RecordRuleState
      }
      errors {
        ...Refused
      }
    }
  }
`);

export const DELETE_RULE = graphql(`
  mutation DeleteRecordRule($input: RecordRuleIdInput!) {
    deleteRecordRule(input: $input) {
      deletedId
      errors {
        ...Refused
      }
    }
  }
`);
