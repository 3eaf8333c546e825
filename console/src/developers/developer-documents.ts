import '../graphql/refused';
import { graphql } from '../graphql/graphql';

export const API_KEYS = graphql(`
  query ApiKeys {
    apiKeys {
      id
      name
      hint
      scopes
      createdAt
      lastUsedAt
      expiresAt
      revokedAt
    }
  }
`);

export const CREATE_API_KEY = graphql(`
  mutation CreateApiKey($input: CreateApiKeyInput!) {
    createApiKey(input: $input) {
      secret
      apiKey {
        id
        name
      }
      errors {
        ...Refused
      }
    }
  }
`);

export const REVOKE_API_KEY = graphql(`
  mutation RevokeApiKey($input: ApiKeyIdInput!) {
    revokeApiKey(input: $input) {
      apiKey {
        id
        revokedAt
      }
      errors {
        ...Refused
      }
    }
  }
`);

export const DELIVERIES = graphql(`
  query WebhookDeliveries($state: [WebhookDeliveryState!], $after: String) {
    webhookDeliveries(first: 25, filter: { state: $state }, after: $after) {
      nodes {
        id
        state
        attempts
        error
        errorWording {
          ...Wording
        }
        fields
        notRead
        receivedAt
        processedAt
        payload
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

export const REPLAY = graphql(`
  mutation ReplayWebhookDeliveries($input: ReplayWebhookDeliveriesInput!) {
    replayWebhookDeliveries(input: $input) {
      replayedCount
      errors {
        ...Refused
      }
    }
  }
`);
