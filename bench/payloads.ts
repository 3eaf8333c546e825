import { DEMO } from '../src/simulator/world/demo-world.js';
import { metaJson, metaSignature } from '../src/simulator/webhooks/webhook-sender.js';

export interface SignedBody {
  body: string;
  headers: Record<string, string>;
}

let made = 0;

/** An inbound text as Meta sends it, some 700 bytes, from one of `customers` customers. */
export function inboundText(customers: number, text?: string): SignedBody {
  made += 1;
  const number = `1650${String(1_000_000 + (made % customers)).slice(0, 7)}`;
  const message = {
    from: number,
    id: `wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTRBNjU5OUFFRTAzODEw${String(made).padStart(12, '0')}`,
    timestamp: String(Math.floor(Date.now() / 1000)),
    type: 'text',
    text: { body: text ?? 'Does it come in another color? I would like to have it before the weekend.' },
  };
  return sign({ contacts: [{ profile: { name: `Customer ${number}` }, wa_id: number }], messages: [message] });
}

/** A document that lies at Meta under this id. */
export function inboundDocument(remoteId: string, sha256: string, number: string): SignedBody {
  made += 1;
  const message = {
    from: number,
    id: `wamid.BENCHFILE${String(made).padStart(12, '0')}`,
    timestamp: String(Math.floor(Date.now() / 1000)),
    type: 'document',
    document: { id: remoteId, sha256, mime_type: 'application/pdf', filename: 'bench.pdf' },
  };
  return sign({ contacts: [{ profile: { name: `Customer ${number}` }, wa_id: number }], messages: [message] });
}

/** One status of a message that the server has sent before. */
export function status(wamid: string, name: string): SignedBody {
  const update = {
    id: wamid,
    status: name,
    timestamp: String(Math.floor(Date.now() / 1000)),
    recipient_id: '16505551234',
    pricing: { billable: true, pricing_model: 'PMP', type: 'regular', category: 'utility' },
  };
  return sign({ contacts: [{ profile: { name: 'Sheena Nelson' }, wa_id: '16505551234' }], statuses: [update] });
}

function sign(parts: object, field = 'messages'): SignedBody {
  const metadata = { display_phone_number: '15550783881', phone_number_id: DEMO.phoneNumberId };
  const body = metaJson({
    object: 'whatsapp_business_account',
    entry: [
      {
        id: DEMO.whatsappAccountId,
        changes: [{ value: { messaging_product: 'whatsapp', metadata, ...parts }, field }],
      },
    ],
  });
  return {
    body,
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': metaSignature(body, DEMO.appSecret) },
  };
}

/** A chunk of the history of a phone's app: chats with customers of its own, newest message first, as some phones tell them. */
export function historyChunk(chunk: number, chunks: number, chats: number, messagesAChat: number): SignedBody {
  const threads = Array.from({ length: chats }, (_, chat) => {
    const number = `1650${String(5_000_000 + chunk * chats + chat)}`;
    const messages = Array.from({ length: messagesAChat }, (__, index) => ({
      ...(index % 2 === 0 ? { from: number } : { from: '15550783881', to: number }),
      id: `wamid.BENCHPAST${chunk}.${chat}.${index}`,
      timestamp: String(Math.floor(Date.now() / 1000) - 100_000 + Math.floor(index / 2)),
      type: 'text',
      text: { body: String(index) },
      history_context: { status: 'READ' },
    }));
    return { id: number, context: { wa_id: number }, messages: messages.toReversed() };
  });
  const progress = Math.round(((chunk + 1) / chunks) * 100);
  return sign({ history: [{ metadata: { phase: 0, chunk_order: chunk + 1, progress }, threads }] }, 'history');
}
