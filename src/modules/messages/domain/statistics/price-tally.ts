/** Messages of a day that have the same price, and all else that their tally's key tells (message_price of migration 74). */
export interface PriceTally {
  /** Of the days that were asked for, from 0. */
  day: number;
  /** Meta's words, such as marketing; null: not said. */
  category: string | null;
  /** Meta's words, such as regular or free_customer_service; null: not said. */
  type: string | null;
  isBillable: boolean | null;
  phoneNumberId: string;
  /** What tells the recipient's country: 1 and three digits, 7 and one, another country code, or two letters; null: unknown. */
  area: string | null;
  templateId: string | null;
  broadcastId: string | null;
  messages: number;
}

export function priceTally({ day, key, count }: { day: number; key: string; count: number }): PriceTally {
  const [category, type, billable, phoneNumberId = '', area, templateId, broadcastId] = key.split(' ');
  return {
    day,
    category: known(category),
    type: known(type),
    isBillable: billable === 'true' ? true : billable === 'false' ? false : null,
    phoneNumberId,
    area: known(area),
    templateId: known(templateId),
    broadcastId: known(broadcastId),
    messages: count,
  };
}

function known(word: string | undefined): string | null {
  return word === undefined || word === '-' ? null : word;
}
