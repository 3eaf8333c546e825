import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { SimTemplate, TemplateDecision } from '../control-api.js';
import type { SimParts } from '../parts.js';
import { bodyOf, found, optionalFlagIn, optionalTextIn, paramOf, textIn, type Body } from './control-input.js';

/** What Meta's people do with templates, and what somebody does in WhatsApp Manager. */
export function registerTemplateControlRoutes(server: FastifyInstance, { world, templates }: SimParts): void {
  const find = (request: FastifyRequest): SimTemplate => found(world.templates.get(paramOf(request, 'id')), 'template');

  /** What the reviewer, customers and Meta decide: see TemplateDecision. */
  server.post('/sim/templates/:id/decision', async (request): Promise<SimTemplate> => {
    const template = find(request);
    const { event, reason, info, quality, category, announced } = decisionIn(bodyOf(request));
    if (quality !== undefined) templates.setQuality(template, quality);
    if (category !== undefined) templates.recategorise(template, category, announced === true);
    if (event !== undefined) templates.decide(template, event, reason, info);
    return template;
  });

  /** Made in WhatsApp Manager: `{ wabaId, name, language, category, status, components }`. */
  server.post('/sim/templates', async (request): Promise<SimTemplate> => {
    const body = bodyOf(request);
    textIn(body, 'wabaId');
    return templates.add(body as unknown as SimTemplate);
  });

  /** Edited in WhatsApp Manager: `{ components }`. */
  server.post('/sim/templates/:id/components', async (request): Promise<SimTemplate> => {
    const template = find(request);
    templates.editAtMeta(template, bodyOf(request).components as Body[]);
    return template;
  });
}

function decisionIn(body: Body): TemplateDecision {
  const decision = {
    event: optionalTextIn(body, 'event'),
    reason: optionalTextIn(body, 'reason'),
    quality: optionalTextIn(body, 'quality'),
    category: optionalTextIn(body, 'category'),
    announced: optionalFlagIn(body, 'announced'),
    info: body.info as Body | undefined,
  };
  return Object.fromEntries(Object.entries(decision).filter(([, value]) => value !== undefined));
}
