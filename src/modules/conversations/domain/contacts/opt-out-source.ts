/** Opt-out sources: how it became known that a customer wants no marketing. */
export const OPT_OUT_SOURCES = ['CUSTOMER_WORD', 'WHATSAPP', 'DELIVERY', 'COLLEAGUE'] as const;
export type OptOutSource = (typeof OPT_OUT_SOURCES)[number];
