export { ParleyClient, type ParleyOptions } from './parley-client.js';
export { ParleyError, type Problem } from './parley-error.js';
export { memoryStore, webStore, type TextStorage, type Tokens, type TokenStore } from './token-store.js';
export { possibleTypes, typePolicies, urqlKeys } from './cache-keys.js';
export { verifyWebhook, type WebhookEvent } from './verify-webhook.js';
export * from './operations.js';
export { graphql } from './generated/gql.js';
export type * from './generated/graphql.js';
