import '../graphql/refused';
import { graphql } from '../graphql/graphql';

export const ENDPOINTS = graphql(`
  query Endpoints($after: String) {
    webhookEndpoints(first: 25, after: $after) {
      nodes {
        id
        url
        description
        eventTypes
        accounts {
          id
          name
        }
        status
        statusReason
        statusReasonWording {
          ...Wording
        }
        failingSince
        lastError
        lastErrorWording {
          ...Wording
        }
        lastDeliveredAt
        previousSecretUntil
        createdAt
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const CREATE_ENDPOINT = graphql(`
  mutation CreateEndpoint($input: CreateWebhookEndpointInput!) {
    createWebhookEndpoint(input: $input) {
      secret
      endpoint {
        id
      }
      errors {
        ...Refused
      }
    }
  }
`);

export const UPDATE_ENDPOINT = graphql(`
  mutation UpdateEndpoint($input: UpdateWebhookEndpointInput!) {
    updateWebhookEndpoint(input: $input) {
      endpoint {
        id
      }
      errors {
        ...Refused
      }
    }
  }
`);

export const ROTATE_SECRET = graphql(`
  mutation RotateEndpointSecret($input: RotateWebhookEndpointSecretInput!) {
    rotateWebhookEndpointSecret(input: $input) {
      secret
      endpoint {
        id
        previousSecretUntil
      }
      errors {
        ...Refused
      }
    }
  }
`);

export const PAUSE_ENDPOINT = graphql(`
  mutation PauseEndpoint($input: WebhookEndpointIdInput!) {
    pauseWebhookEndpoint(input: $input) {
      endpoint {
        id
        status
        statusReason
        statusReasonWording {
          ...Wording
        }
      }
      errors {
        ...Refused
      }
    }
  }
`);

export const RESUME_ENDPOINT = graphql(`
  mutation ResumeEndpoint($input: ResumeWebhookEndpointInput!) {
    resumeWebhookEndpoint(input: $input) {
      endpoint {
        id
        status
        statusReason
        statusReasonWording {
          ...Wording
        }
        failingSince
      }
      errors {
        ...Refused
      }
    }
  }
`);

export const DELETE_ENDPOINT = graphql(`
  mutation DeleteEndpoint($input: WebhookEndpointIdInput!) {
    deleteWebhookEndpoint(input: $input) {
      deletedId
      errors {
        ...Refused
      }
    }
  }
`);

export const TEST_ENDPOINT = graphql(`
  mutation TestEndpoint($input: WebhookEndpointIdInput!) {
    sendTestEvent(input: $input) {
      delivery {
        id
      }
      errors {
        ...Refused
      }
    }
  }
`);

export const SENT_WEBHOOKS = graphql(`
  query SentWebhooks($filter: EndpointDeliveryFilter, $after: String) {
    endpointDeliveries(first: 25, filter: $filter, after: $after) {
      nodes {
        id
        eventType
        state
        isReduced
        occurredAt
        nextAttemptAt
        payload
        endpoint {
          id
          url
        }
        attempts {
          at
          durationMs
          status
          answer
          error
          errorWording {
            ...Wording
          }
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

export const REDELIVER = graphql(`
  mutation RedeliverWebhooks($input: RedeliverInput!) {
    redeliver(input: $input) {
      redeliveredCount
      errors {
        ...Refused
      }
    }
  }
`);
