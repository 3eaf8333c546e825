/** Reasons about rate cards and costs. */
export const COSTS_REASONS = {
  META_ANALYTICS_UNDER_WAY: 'The analytics of the account are being read at this moment.',
  CSV_BROKEN: 'This is no CSV file: a quote is not closed or stands within a value, near line {line}.',
  RATE_CARD_HEADING_MISSING:
    "No line begins with Market and a comma: this is not one of Meta's rate cards as a CSV file.",
  RATE_CARD_EMPTY: 'The file has no rates.',
  RATE_MARKET_UNKNOWN: 'Line {line} names no country or region of a rate card, in English.',
  RATE_MARKET_TWICE: 'Line {line} has the market of line {other} again.',
  RATE_CURRENCY_UNKNOWN: 'Line {line} names no currency, such as EUR or $US.',
  RATE_CURRENCIES_MIXED: 'Line {line} has another currency than the lines before: a rate card has one.',
  RATE_NO_AMOUNT: 'Line {line} has no amount such as 0.0456 for {column}, nor n/a.',
  CURRENCY_FORM: 'A currency is three letters, such as EUR.',
  CURRENCY_NEEDED: 'There are rate cards in several currencies: say which is meant.',
  COSTS_TOO_FINE: 'These are more than {limit} rows: choose fewer dimensions, or fewer days.',
} as const;
