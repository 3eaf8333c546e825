/** By which endpoint of Meta an account's marketing templates go: `/messages`, the other one where that takes them, or that one alone. */
export const MARKETING_MESSAGES_POLICIES = ['OFF', 'CLOUD_API_FALLBACK', 'STRICT'] as const;
export type MarketingMessagesPolicy = (typeof MARKETING_MESSAGES_POLICIES)[number];
