import type { FastifyInstance } from 'fastify';
import type { SentWebhookDetails } from '../control-api.js';
import { channel } from '../messages/conversations.js';
import type { SimParts } from '../parts.js';
import { bodyOf, ControlError, found, paramOf, textIn } from './control-input.js';
import { phoneFinder } from './find-phone.js';

/** Webhooks: what was sent and what came back, again, and any that one thinks of. */
export function registerWebhookControlRoutes(server: FastifyInstance, { world, webhooks }: SimParts): void {
  const findPhone = phoneFinder(world);

  server.get('/sim/webhooks/:id', async (request): Promise<SentWebhookDetails> =>
    found(webhooks.log.find(paramOf(request, 'id')), 'webhook'),
  );

  server.post('/sim/webhooks/:id/resend', async (request) => {
    if (!webhooks.resend(paramOf(request, 'id'))) throw new ControlError(404, 'There is no such webhook.');
    return { ok: true };
  });

  /** Any value of any field, as it is: `{ field, value, phoneId }`. */
  server.post('/sim/webhook', async (request) => {
    const body = bodyOf(request);
    const phone = findPhone(body.phoneId);
    const value = { ...channel(phone), ...(body.value as Record<string, unknown>) };
    webhooks.send(phone.wabaId, [{ field: textIn(body, 'field'), value }], phone.id);
    return { ok: true };
  });
}
