import { requireWaba } from '../access.js';
import { originOf, page } from './graph-json.js';
import type { RegisterRoute } from './graph-route.js';
import type { SimParts } from '../parts.js';
import { templateJson } from '../templates/template-json.js';

const DEFAULT_FIELDS = ['name', 'language', 'status', 'category', 'components', 'id'];

/** `/{account}/message_templates`. */
export function registerTemplateRoutes(route: RegisterRoute, { world, templates }: SimParts): void {
  route('GET', '/:id/message_templates', ({ caller, id, query, request }) => {
    requireWaba(world, caller, id);
    const own = [...world.templates.values()].filter((template) => template.wabaId === id);
    const wanted = own.filter(
      ({ name, status, language, category, qualityScore }) =>
        name.includes(query.name ?? '') &&
        (query.status ?? status).toUpperCase() === status &&
        (query.category ?? category).toUpperCase() === category &&
        (query.quality_score ?? qualityScore) === qualityScore &&
        (query.language ?? language) === language,
    );
    const answer = page(wanted, query, request, DEFAULT_FIELDS, (template) =>
      templateJson(world, template, originOf(request)),
    );
    if (query.summary === undefined) return answer;
    const names = new Set(own.map(({ name }) => name));
    const summary = {
      total_count: own.length,
      message_template_count: names.size,
      message_template_limit: world.settings.templateLimit,
      are_translations_complete: true,
    };
    return { ...answer, summary };
  });

  route('POST', '/:id/message_templates', ({ caller, id, body }) =>
    templates.create(requireWaba(world, caller, id).id, body),
  );

  route('DELETE', '/:id/message_templates', ({ caller, id, query }) =>
    templates.delete(requireWaba(world, caller, id).id, query.name, query.hsm_id),
  );
}
