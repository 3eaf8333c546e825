import type { FastifyInstance } from 'fastify';
import type { SimParts } from '../parts.js';
import type { SimTemplate } from '../world.js';

type Body = Record<string, unknown>;

/** What Meta's people do with templates, and what somebody does in WhatsApp Manager. */
export function registerTemplateControlRoutes(server: FastifyInstance, { world, templates }: SimParts): void {
  const find = (params: unknown): SimTemplate | undefined => world.templates.get((params as { id: string }).id);
  const missing = { error: 'There is no such template.' };

  /**
   * `{ event, reason, info }`, such as APPROVED, or REJECTED with INVALID_FORMAT; `{ quality }`; `{ category, announced }`.
   */
  server.post('/sim/templates/:id/decision', async (request, reply) => {
    const template = find(request.params);
    if (template === undefined) return reply.code(404).send(missing);
    const { event, reason, quality, info, category, announced } = request.body as Body;
    if (typeof quality === 'string') templates.setQuality(template, quality);
    if (typeof category === 'string') templates.recategorise(template, category, announced === true);
    if (typeof event === 'string')
      templates.decide(template, event, typeof reason === 'string' ? reason : undefined, info as Body | undefined);
    return template;
  });

  /** Made in WhatsApp Manager: `{ wabaId, name, language, category, status, components }`. */
  server.post('/sim/templates', async (request) => templates.add(request.body as SimTemplate));

  /** Edited in WhatsApp Manager: `{ components }`. */
  server.post('/sim/templates/:id/components', async (request, reply) => {
    const template = find(request.params);
    if (template === undefined) return reply.code(404).send(missing);
    templates.editAtMeta(template, (request.body as { components: Body[] }).components);
    return template;
  });
}
