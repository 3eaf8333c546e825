/** Codes in Meta's `health_status`: they say what hinders a number, and refuse nothing themselves. */
export const HEALTH_CODES = {
  PAYMENT_METHOD: 141006,
} as const;
