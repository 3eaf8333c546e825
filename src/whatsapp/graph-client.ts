import { Injectable } from '@nestjs/common';
import { Config } from '../common/config/config.js';
import { GraphError, GraphUnreachableError, refusalFrom, type MetaErrorObject } from './graph-error.js';

const TIMEOUT_MS = 30_000;
/** The connection was never made, so nothing can have arrived. */
const NEVER_LEFT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

export interface GraphRequest {
  method: 'GET' | 'POST' | 'DELETE';
  /** Without host and version, such as `/102290129340398/phone_numbers`. */
  path: string;
  accessToken: string;
  query?: Record<string, string>;
  body?: unknown;
}

/** The one place that calls Meta: host, version, token, time limit, and errors in one shape. */
@Injectable()
export class GraphClient {
  constructor(private readonly config: Config) {}

  /**
   * @throws GraphError when Meta refuses
   * @throws GraphUnreachableError when there is no answer, or none that can be understood
   */
  async call<Answer>(request: GraphRequest): Promise<Answer> {
    const response = await this.send(request);
    const answer = await readJson(response);
    const error = (answer as { error?: MetaErrorObject }).error;
    if (error !== undefined) throw new GraphError(refusalFrom(error), response.status);
    if (!response.ok) throw new GraphUnreachableError(true, `HTTP ${response.status}`);
    return answer as Answer;
  }

  /** Every entry of a paged list, page after page. */
  async *pages<Entry>(request: GraphRequest): AsyncGenerator<Entry[]> {
    let after: string | undefined;
    do {
      const query = { ...request.query, ...(after === undefined ? {} : { after }) };
      const page = await this.call<{ data?: Entry[]; paging?: { next?: string; cursors?: { after?: string } } }>({
        ...request,
        query,
      });
      yield page.data ?? [];
      after = page.paging?.next === undefined ? undefined : page.paging.cursors?.after;
    } while (after !== undefined);
  }

  /** An app's own token: for questions about tokens and subscriptions, never for messages. */
  appToken(appId: string, appSecret: string): string {
    return `${appId}|${appSecret}`;
  }

  private async send({ method, path, accessToken, query, body }: GraphRequest): Promise<Response> {
    const url = new URL(`${this.config.graphApiUrl}/${this.config.get('GRAPH_API_VERSION')}${path}`);
    for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
    try {
      return await fetch(url, {
        method,
        headers: {
          authorization: `Bearer ${accessToken}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch (error) {
      const code = causeCode(error);
      throw new GraphUnreachableError(!NEVER_LEFT.has(code), code);
    }
  }
}

async function readJson(response: Response): Promise<object> {
  try {
    const answer: unknown = await response.json();
    if (typeof answer === 'object' && answer !== null) return answer;
  } catch {
    // An HTML page of a proxy, or a body cut off: no answer that can be understood.
  }
  throw new GraphUnreachableError(true, `HTTP ${response.status} without JSON`);
}

function causeCode(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const cause = error.cause as { code?: string } | undefined;
  return cause?.code ?? error.name;
}
