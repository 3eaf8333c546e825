import { randomBytes } from 'node:crypto';
import { parse } from 'yaml';

export interface WebhookExample {
  name: string;
  payload: Payload;
}

interface Payload {
  entry: { id: string; changes: { field: string; value: Record<string, unknown> }[] }[];
}

export interface Destination {
  whatsappAccountId: string;
  phoneNumberId: string;
}

/**
 * The webhook examples of Meta's OpenAPI file, addressed to an account of ours. Several of them bear one and the same
 * message id, as if a message had been text and picture at once: each is given one of its own.
 */
export function readExamples(openApi: string, { whatsappAccountId, phoneNumberId }: Destination): WebhookExample[] {
  const { paths } = parse(openApi) as { paths: Record<string, { post: OperationWithExamples }> };
  const examples = paths['/whatsapp/webhooks']?.post.requestBody.content['application/json'].examples ?? {};
  return Object.entries(examples).map(([name, { value }]) => {
    for (const entry of value.entry) {
      entry.id = whatsappAccountId;
      for (const change of entry.changes) address(change.value, phoneNumberId);
    }
    return { name, payload: value };
  });
}

interface OperationWithExamples {
  requestBody: { content: { 'application/json': { examples: Record<string, { value: Payload }> } } };
}

function address(value: Record<string, unknown>, phoneNumberId: string): void {
  value.metadata = { ...(value.metadata as object), phone_number_id: phoneNumberId };
  for (const message of (value.messages as { id: string }[] | undefined) ?? []) {
    message.id = `wamid.${randomBytes(24).toString('base64')}`;
  }
}
