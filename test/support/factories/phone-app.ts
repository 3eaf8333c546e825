import { DEMO } from '../../../src/simulator/world/demo-world.js';
import type { MetaObject } from './webhooks.js';

const OWN = '15550783881';
/** The number of the demo, as a webhook's value names it. */
export const phoneChannel = { display_phone_number: OWN, phone_number_id: DEMO.phoneNumberId };
/** In seconds. */
export const DAY = 86_400;
export const now = Math.floor(Date.now() / 1000);

let made = 0;
/** A text of the history: of the company or of the customer, so many seconds ago. */
export const aPast = (customer: string, isOurs: boolean, body: string, secondsAgo: number, more: MetaObject = {}) => {
  made += 1;
  return {
    ...(isOurs ? { from: OWN, to: customer } : { from: customer }),
    id: `wamid.PAST${made}`,
    timestamp: String(now - secondsAgo),
    type: 'text',
    text: { body },
    history_context: { status: 'READ' },
    ...more,
  };
};
/** The value of a `history` webhook with these chats. */
export const aChunk = (
  threads: { id: string; messages: MetaObject[]; context?: MetaObject }[],
  chunk: MetaObject = {},
) => ({
  messaging_product: 'whatsapp',
  metadata: phoneChannel,
  history: [{ metadata: { phase: 0, chunk_order: 1, progress: 55, ...chunk }, threads }],
});
