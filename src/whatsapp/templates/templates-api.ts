import { Injectable } from '@nestjs/common';
import type { AccountKeys } from '../accounts-api.js';
import { GraphError } from '../errors/graph-error.js';
import { optionalText, requiredText } from '../answer.js';
import { GraphClient, type GraphAnswer } from '../graph-client.js';
import type { GraphUsage } from '../graph-usage.js';
import { isRecord, listOf, textOf, type JsonRecord } from '../json.js';

/** A template as Meta has it. Unknown values are possible everywhere. */
export interface RemoteTemplate {
  id: string;
  name: string;
  language: string;
  status: string;
  category: string;
  parameter_format?: string;
  components?: JsonRecord[];
  quality_score?: { score?: string };
  rejected_reason?: string | null;
  correct_category?: string | null;
  /** All else that Meta has on it. */
  [setting: string]: unknown;
}

const MODELLED: ReadonlySet<string> = new Set([
  ...['id', 'name', 'language', 'status', 'category', 'components', 'rejected_reason', 'correct_category'],
]);

/** What Meta has on a template beside its content and its state, in Meta's words; what is null there is left out. */
export function settingsOf(remote: RemoteTemplate): JsonRecord {
  return Object.fromEntries(Object.entries(remote).filter(([key, value]) => !MODELLED.has(key) && value != null));
}

export interface TemplateToCreate {
  name: string;
  language: string;
  category: string;
  parameterFormat: string;
  components: JsonRecord[];
}

const FIELDS =
  'id,name,language,status,category,parameter_format,components,quality_score,rejected_reason,correct_category';
/** All that the Graph API reference names. An older version, or a smaller app, may know fewer. */
const ALL_FIELDS = [
  FIELDS,
  'sub_category,previous_category,message_send_ttl_seconds,library_template_name,source,last_updated_time',
  'cta_url_link_tracking_opted_out,degrees_of_freedom_spec,product_set_id,is_primary_device_delivery_only,display_format',
].join(',');
/** Also: the request asks for a field that there is not. */
const INVALID_PARAMETER = 100;
/** Larger pages time out at Meta. */
const PAGE_SIZE = '100';

/** Message templates at Meta: `/{account}/message_templates` and `/{template}`. */
@Injectable()
export class TemplatesApi {
  constructor(private readonly graph: GraphClient) {}

  /** Pages of all templates of the account with all that Meta has on them; one may come twice. */
  async *pages(keys: AccountKeys): AsyncGenerator<GraphAnswer<RemoteTemplate[]>> {
    try {
      yield* this.graph.pages(this.listRequest(keys, {}, ALL_FIELDS), readTemplate);
    } catch (error) {
      if (!isUnknownField(error)) throw error;
      yield* this.graph.pages(this.listRequest(keys, {}), readTemplate);
    }
  }

  /** One template with all that Meta has on it. */
  async read(keys: AccountKeys, remoteId: string): Promise<GraphAnswer<RemoteTemplate>> {
    const { accessToken } = keys;
    const request = (fields: string): Promise<GraphAnswer<JsonRecord>> =>
      this.graph.callAt({ method: 'GET', path: `/${remoteId}`, accessToken, query: { fields } });
    const { answer, answeredAt } = await request(ALL_FIELDS).catch((error: unknown) => {
      if (!isUnknownField(error)) throw error;
      return request(FIELDS);
    });
    return { answer: readTemplate(answer), answeredAt };
  }

  /** Finds the template of this very name and language (Meta's filter finds parts of names). Null when there is none. */
  async findByName(keys: AccountKeys, name: string, language: string): Promise<GraphAnswer<RemoteTemplate> | null> {
    for await (const { answer, answeredAt } of this.graph.pages(this.listRequest(keys, { name }), readTemplate)) {
      const found = answer.find((template) => template.name === name && template.language === language);
      if (found !== undefined) return { answer: found, answeredAt };
    }
    return null;
  }

  async create(
    keys: AccountKeys,
    { name, language, category, parameterFormat, components }: TemplateToCreate,
  ): Promise<GraphAnswer<{ id: string; status?: string; category?: string }>> {
    const { answer, answeredAt } = await this.graph.callAt({
      method: 'POST',
      path: `/${keys.whatsappAccountId}/message_templates`,
      accessToken: keys.accessToken,
      body: { name, language, category, parameter_format: parameterFormat, components },
    });
    const [status, decided] = [optionalText(answer, 'status'), optionalText(answer, 'category')];
    return { answer: { id: requiredText(answer, 'id'), status, category: decided }, answeredAt };
  }

  /** Edits a template: replaces all components; what is left out is gone. */
  async edit(
    keys: AccountKeys,
    remoteId: string,
    changes: { components: JsonRecord[]; category?: string },
  ): Promise<Pick<GraphAnswer<unknown>, 'answeredAt'>> {
    return this.graph.callAt({
      method: 'POST',
      path: `/${remoteId}`,
      accessToken: keys.accessToken,
      body: changes,
    });
  }

  /** Deletes one language of the name, by its id, or, without an id, every language. */
  async delete(keys: AccountKeys, name: string, remoteId: string | null): Promise<void> {
    await this.graph.call({
      method: 'DELETE',
      path: `/${keys.whatsappAccountId}/message_templates`,
      accessToken: keys.accessToken,
      query: { name, ...(remoteId === null ? {} : { hsm_id: remoteId }) },
    });
  }

  /** Usage of the account's management quota; null when Meta has said nothing yet. */
  usageOf({ whatsappAccountId }: AccountKeys): GraphUsage | null {
    return this.graph.usageOf(whatsappAccountId);
  }

  private listRequest(
    { whatsappAccountId, accessToken }: AccountKeys,
    filter: Record<string, string>,
    fields: string = FIELDS,
  ) {
    return {
      method: 'GET' as const,
      path: `/${whatsappAccountId}/message_templates`,
      accessToken,
      query: { fields, limit: PAGE_SIZE, ...filter },
    };
  }
}

function isUnknownField(error: unknown): boolean {
  return error instanceof GraphError && error.refusal.code === INVALID_PARAMETER;
}

/** What identifies a template has to be there: without it, templates here would be taken for gone. All else may be missing. */
function readTemplate(template: JsonRecord): RemoteTemplate {
  return {
    ...template,
    id: requiredText(template, 'id'),
    name: requiredText(template, 'name'),
    language: requiredText(template, 'language'),
    status: requiredText(template, 'status'),
    category: requiredText(template, 'category'),
    parameter_format: optionalText(template, 'parameter_format'),
    components: template.components === undefined ? undefined : listOf(template, 'components').filter(isRecord),
    quality_score: { score: optionalText(template.quality_score, 'score') },
    rejected_reason: textOf(template, 'rejected_reason'),
    correct_category: textOf(template, 'correct_category'),
  };
}
