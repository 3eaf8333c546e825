import { SimError } from './sim-error.js';
import type { SimTemplate, SimWorld } from './world.js';

type Body = Record<string, unknown>;

/** What the customer reads of a template that is sent; checks that its values fit. */
export function renderTemplate(world: SimWorld, wabaId: string, content: Body): string {
  const language = (content.language as Body | undefined)?.code;
  const template = [...world.templates.values()].find(
    (candidate) => candidate.wabaId === wabaId && candidate.name === content.name && candidate.language === language,
  );
  if (template === undefined)
    throw new SimError(404, 132001, '(#132001) Template name does not exist in the translation');
  if (template.status === 'PAUSED') throw new SimError(400, 132015, '(#132015) Template is paused');
  if (template.status === 'DISABLED') throw new SimError(400, 132016, '(#132016) Template is disabled');
  if (template.status !== 'APPROVED') throw new SimError(404, 132001, '(#132001) Template is not approved');
  return ['HEADER', 'BODY', 'FOOTER']
    .map((type) => componentText(template, type, content))
    .filter((text) => text !== '')
    .join('\n');
}

function componentText(template: SimTemplate, type: string, content: Body): string {
  const component = template.components.find((candidate) => String(candidate.type).toUpperCase() === type);
  const text = typeof component?.text === 'string' ? component.text : '';
  const given = ((content.components as Body[] | undefined) ?? []).find(
    (candidate) => String(candidate.type).toUpperCase() === type,
  );
  const parameters = ((given?.parameters as Body[] | undefined) ?? []).filter(({ type: kind }) => kind === 'text');
  const names = [...new Set([...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map((match) => match[1] ?? ''))];
  if (names.length !== parameters.length) {
    throw new SimError(400, 132000, '(#132000) Number of parameters does not match the expected number of params', {
      details: `${type.toLowerCase()}: number of localizable_params (${parameters.length}) does not match the expected number of params (${names.length})`,
    });
  }
  const values = new Map(
    parameters.map((parameter, index) => [String(parameter.parameter_name ?? index + 1), String(parameter.text)]),
  );
  return text.replace(/\{\{\s*(\w+)\s*\}\}/g, (_match, name: string) => values.get(name) ?? '');
}
