import '../graphql/history-entry';
import '../graphql/refused';
import { graphql } from '../graphql/graphql';

graphql(`
  fragment WholeTemplate on Template {
    id
    name
    displayName
    language
    category
    pendingCategory
    status
    quality
    rejectionReason
    rejectionAdvice
    hasUnsubmittedChanges
    submittedAt
    lastSyncedAt
    parameterFormat
    body
    footer
    phoneField
    headerFile {
      fieldPath
      fileNamePath
      fileName
    }
    account {
      id
      name
    }
    appliesTo {
      id
      label
    }
    allowMultipleRecipients
    allowedUsers {
      id
      name
    }
    authentication {
      addSecurityRecommendation
      codeExpirationMinutes
    }
    header {
      type
      text
      media {
        ...MediaFile
      }
    }
    buttons {
      type
      text
      url
      phoneNumber
      flowId
      flowAction
      navigateScreen
      otpType: oneTimePasswordType
      autofillText
      ttlMinutes
      zeroTapTermsAccepted
      supportedApps {
        packageName
        signatureHash
      }
    }
    variables {
      name
      placement
      buttonIndex
      cardIndex
      source
      fieldPath
      fieldLabels
      sampleValue
      fallback
    }
    statistics {
      sent
      delivered
      read
      failed
      replied
    }
  }
`);

export const TEMPLATES = graphql(`
  query TemplateList($filter: TemplateFilter, $after: String) {
    templates(filter: $filter, first: 50, after: $after) {
      nodes {
        id
        displayName
        language
        category
        status
        quality
        rejectionReason
        hasUnsubmittedChanges
        body
        account {
          id
          name
        }
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

export const TEMPLATE = graphql(`
  query TemplatePage($id: ID!) {
    template(id: $id) {
      ...WholeTemplate
    }
  }
`);

export const TEMPLATE_HISTORY = graphql(`
  query TemplateHistory($id: ID!, $after: String) {
    template(id: $id) {
      id
      history(first: 20, after: $after) {
        nodes {
          ...HistoryEntry
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

export const LIBRARY = graphql(`
  query TemplateLibrary {
    templateLibrary {
      key
      language
      title
      category
      body
    }
  }
`);

export const DATA_MODELS = graphql(`
  query ModelsToChoose {
    dataModels {
      id
      key
      label
    }
  }
`);

export const VALIDATE = graphql(`
  query ValidateTemplate($input: TemplateDraftInput!) {
    validateTemplate(input: $input) {
      ...Refused
    }
  }
`);

export const CREATE_TEMPLATE = graphql(`
  mutation CreateTemplate($input: CreateTemplateInput!) {
    createTemplate(input: $input) {
      template {
        ...WholeTemplate
      }
      errors {
        ...Refused
      }
    }
  }
`);

export const UPDATE_TEMPLATE = graphql(`
  mutation UpdateTemplate($input: UpdateTemplateInput!) {
    updateTemplate(input: $input) {
      template {
        ...WholeTemplate
      }
      errors {
        ...Refused
      }
    }
  }
`);

export const SUBMIT_TEMPLATE = graphql(`
  mutation SubmitTemplate($input: TemplateIdInput!) {
    submitTemplate(input: $input) {
      template {
        ...WholeTemplate
      }
      errors {
        ...Refused
      }
    }
  }
`);

export const RESET_TEMPLATE = graphql(`
  mutation ResetTemplate($input: TemplateIdInput!) {
    resetTemplateToDraft(input: $input) {
      template {
        ...WholeTemplate
      }
      errors {
        ...Refused
      }
    }
  }
`);

export const SYNC_TEMPLATE = graphql(`
  mutation SyncTemplate($input: TemplateIdInput!) {
    syncTemplate(input: $input) {
      template {
        ...WholeTemplate
      }
      errors {
        ...Refused
      }
    }
  }
`);

export const DUPLICATE_TEMPLATE = graphql(`
  mutation DuplicateTemplate($input: DuplicateTemplateInput!) {
    duplicateTemplate(input: $input) {
      template {
        ...WholeTemplate
      }
      errors {
        ...Refused
      }
    }
  }
`);

export const DELETE_TEMPLATE = graphql(`
  mutation DeleteTemplate($input: DeleteTemplateInput!) {
    deleteTemplate(input: $input) {
      template {
        id
        status
      }
      errors {
        ...Refused
      }
    }
  }
`);

export const SYNC_TEMPLATES = graphql(`
  mutation SyncTemplates($input: AccountIdInput!) {
    syncTemplates(input: $input) {
      report {
        fetched
        created
        updated
        removed
        unchanged
        error {
          ...RefusalByMeta
        }
        conflicts {
          name
          language
          message
          template {
            id
            displayName
          }
        }
      }
      errors {
        ...Refused
      }
    }
  }
`);
