import { Injectable } from '@nestjs/common';
import type { AccountKeys } from '../accounts-api.js';
import { GraphClient, type GraphAnswer, type GraphUsage } from '../graph-client.js';
import type { JsonRecord } from '../json.js';

/** A template as Meta tells it. Unknown values are possible everywhere. */
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
}

export interface TemplateToCreate {
  name: string;
  language: string;
  category: string;
  parameterFormat: string;
  components: JsonRecord[];
}

export interface SampleFile {
  mimeType: string;
  fileName: string;
  bytes: Blob;
}

const FIELDS =
  'id,name,language,status,category,parameter_format,components,quality_score,rejected_reason,correct_category';
/** Larger pages time out at Meta. */
const PAGE_SIZE = '100';

/** Message templates at Meta: `/{account}/message_templates` and `/{template}`. */
@Injectable()
export class TemplatesApi {
  constructor(private readonly graph: GraphClient) {}

  /** Every template of the account, page after page; one may come twice. */
  pages(keys: AccountKeys): AsyncGenerator<GraphAnswer<RemoteTemplate[]>> {
    return this.graph.pages<RemoteTemplate>(this.listRequest(keys, {}));
  }

  async read(keys: AccountKeys, remoteId: string): Promise<GraphAnswer<RemoteTemplate>> {
    const { accessToken } = keys;
    return this.graph.callAt({ method: 'GET', path: `/${remoteId}`, accessToken, query: { fields: FIELDS } });
  }

  /** Meta's filter finds parts of names; this finds the name. Null when there is none. */
  async findByName(keys: AccountKeys, name: string, language: string): Promise<GraphAnswer<RemoteTemplate> | null> {
    for await (const { answer, answeredAt } of this.graph.pages<RemoteTemplate>(this.listRequest(keys, { name }))) {
      const found = answer.find((template) => template.name === name && template.language === language);
      if (found !== undefined) return { answer: found, answeredAt };
    }
    return null;
  }

  async create(
    keys: AccountKeys,
    { name, language, category, parameterFormat, components }: TemplateToCreate,
  ): Promise<GraphAnswer<{ id: string; status?: string; category?: string }>> {
    return this.graph.callAt({
      method: 'POST',
      path: `/${keys.whatsappAccountId}/message_templates`,
      accessToken: keys.accessToken,
      body: { name, language, category, parameter_format: parameterFormat, components },
    });
  }

  /** Replaces all components; what is left out is gone. */
  async edit(
    keys: AccountKeys,
    remoteId: string,
    changes: { components: JsonRecord[]; category?: string },
  ): Promise<GraphAnswer<{ success?: boolean }>> {
    return this.graph.callAt({
      method: 'POST',
      path: `/${remoteId}`,
      accessToken: keys.accessToken,
      body: changes,
    });
  }

  /** One language with its id, or, without, every language of the name. */
  async delete(keys: AccountKeys, name: string, remoteId: string | null): Promise<void> {
    await this.graph.call({
      method: 'DELETE',
      path: `/${keys.whatsappAccountId}/message_templates`,
      accessToken: keys.accessToken,
      query: { name, ...(remoteId === null ? {} : { hsm_id: remoteId }) },
    });
  }

  /** Resumable upload of a header's sample. Returns the handle; it does not live long. */
  async uploadSample({ appId, accessToken }: AccountKeys, file: SampleFile): Promise<string> {
    const { id } = await this.graph.call<{ id: string }>({
      method: 'POST',
      path: `/${appId}/uploads`,
      accessToken,
      query: { file_name: file.fileName, file_length: String(file.bytes.size), file_type: file.mimeType },
    });
    const { h } = await this.graph.call<{ h: string }>({
      method: 'POST',
      path: `/${id}`,
      accessToken,
      scheme: 'OAuth',
      headers: { file_offset: '0', 'content-type': 'application/octet-stream' },
      body: file.bytes,
    });
    return h;
  }

  /** How much of the account's management quota is used up. */
  usageOf({ whatsappAccountId }: AccountKeys): GraphUsage | null {
    return this.graph.usageOf(whatsappAccountId);
  }

  private listRequest({ whatsappAccountId, accessToken }: AccountKeys, filter: Record<string, string>) {
    return {
      method: 'GET' as const,
      path: `/${whatsappAccountId}/message_templates`,
      accessToken,
      query: { fields: FIELDS, limit: PAGE_SIZE, ...filter },
    };
  }
}
