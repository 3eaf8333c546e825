import { Injectable } from '@nestjs/common';
import { Config } from '../common/config/config.js';
import { GraphError, GraphUnreachableError, refusalFrom, type MetaErrorObject } from './errors/graph-error.js';

const TIMEOUT_MS = 30_000;
/** Files may have 100 MB, and lines may be slow. */
const UPLOAD_TIMEOUT_MS = 10 * 60_000;
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
  /** Sent as JSON, unless it is a form or bytes. */
  body?: unknown;
  headers?: Record<string, string>;
  /** OAuth where Meta asks for it: when bytes are uploaded. */
  scheme?: 'Bearer' | 'OAuth';
}

export interface GraphAnswer<Answer> {
  answer: Answer;
  /** Meta's own clock when it answered. */
  answeredAt: Date;
}

/** How much of Meta's quota is used up, as it said last. */
export interface GraphUsage {
  /** 100: throttled. */
  percent: number;
  /** When calls are allowed again, where Meta says so. */
  regainsAt: Date | null;
}

/** The cursor has expired: begin again. */
const INVALID_CURSOR = 131059;
/** "Reduce the amount of data". */
const TOO_MUCH_AT_ONCE = 1;
const MIN_PAGE_SIZE = 10;

/** The one place that calls Meta: host, version, token, time limit, and errors in one shape. */
@Injectable()
export class GraphClient {
  private readonly usages = new Map<string, GraphUsage>();

  constructor(private readonly config: Config) {}

  /**
   * @throws GraphError when Meta refuses
   * @throws GraphUnreachableError when there is no answer, or none that can be understood
   */
  async call<Answer>(request: GraphRequest): Promise<Answer> {
    return (await this.callAt<Answer>(request)).answer;
  }

  /**
   * The bytes behind a URL that Meta gave out. A pause of half a minute between two pieces ends it.
   * @throws GraphUnreachableError when the address has expired or the line breaks
   */
  async download(url: string, accessToken: string): Promise<AsyncIterable<Uint8Array>> {
    const silence = new AbortController();
    const timer = setTimeout(() => silence.abort(), TIMEOUT_MS);
    let response: Response;
    try {
      response = await fetch(url, { headers: { authorization: `Bearer ${accessToken}` }, signal: silence.signal });
    } catch (error) {
      clearTimeout(timer);
      throw new GraphUnreachableError(false, causeCode(error));
    }
    if (!response.ok || response.body === null) {
      clearTimeout(timer);
      await response.body?.cancel();
      throw new GraphUnreachableError(false, `a file answered HTTP ${response.status}`);
    }
    return withIdleTimeout(response.body, timer);
  }

  /** As `call`, with the time by Meta's clock: answers and webhooks can be put in order by it. */
  async callAt<Answer>(request: GraphRequest): Promise<GraphAnswer<Answer>> {
    const response = await this.send(request);
    this.recordUsage(response.headers);
    const answer = await readJson(response);
    const error = (answer as { error?: MetaErrorObject }).error;
    if (error !== undefined) throw new GraphError(refusalFrom(error), response.status);
    if (!response.ok) throw new GraphUnreachableError(true, `HTTP ${response.status}`);
    const time = Date.parse(response.headers.get('date') ?? '');
    return { answer: answer as Answer, answeredAt: Number.isNaN(time) ? new Date() : new Date(time) };
  }

  /**
   * Every entry of a paged list, page after page. When a cursor expires the list begins again, and when a page is too
   * heavy for Meta the next ones are smaller: entries may come twice.
   */
  async *pages<Entry>(request: GraphRequest): AsyncGenerator<GraphAnswer<Entry[]>> {
    let limit = Number(request.query?.limit ?? 100);
    let restarts = 0;
    const fetchPage = (after: string | undefined): Promise<GraphAnswer<Page<Entry>>> => {
      const query = { ...request.query, limit: String(limit), ...(after === undefined ? {} : { after }) };
      const page = this.callAt<Page<Entry>>({ ...request, query });
      page.catch(() => undefined); // told when it is awaited; nobody may wait any more
      return page;
    };
    let after: string | undefined;
    let coming: Promise<GraphAnswer<Page<Entry>>> | null = fetchPage(undefined);
    while (coming !== null) {
      try {
        const { answer, answeredAt }: GraphAnswer<Page<Entry>> = await coming;
        after = answer.paging?.next === undefined ? undefined : answer.paging.cursors?.after;
        coming = after === undefined ? null : fetchPage(after); // while the caller works on this one
        yield { answer: answer.data ?? [], answeredAt };
      } catch (error) {
        if (!(error instanceof GraphError)) throw error;
        const { code } = error.refusal;
        if (code === INVALID_CURSOR && after !== undefined && restarts < 2) {
          after = undefined;
          restarts += 1;
        } else if (code === TOO_MUCH_AT_ONCE && limit > MIN_PAGE_SIZE) {
          limit = Math.max(MIN_PAGE_SIZE, Math.floor(limit / 2));
        } else throw error;
        coming = fetchPage(after);
      }
    }
  }

  /** What Meta last said of the quota of this account (Meta's id). */
  usageOf(whatsappAccountId: string): GraphUsage | null {
    return this.usages.get(whatsappAccountId) ?? null;
  }

  /** An app's own token: for questions about tokens and subscriptions, never for messages. */
  appToken(appId: string, appSecret: string): string {
    return `${appId}|${appSecret}`;
  }

  private async send(request: GraphRequest): Promise<Response> {
    const { method, path, accessToken, query, body, headers, scheme = 'Bearer' } = request;
    const url = new URL(`${this.config.graphApiUrl}/${this.config.get('GRAPH_API_VERSION')}${path}`);
    for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
    const isFile = body instanceof FormData || body instanceof Blob;
    const isJson = body !== undefined && !isFile;
    try {
      return await fetch(url, {
        method,
        headers: {
          authorization: `${scheme} ${accessToken}`,
          ...(isJson ? { 'content-type': 'application/json' } : {}),
          ...headers,
        },
        body: isJson ? JSON.stringify(body) : (body as FormData | Blob | undefined),
        signal: AbortSignal.timeout(isFile ? UPLOAD_TIMEOUT_MS : TIMEOUT_MS),
      });
    } catch (error) {
      const code = causeCode(error);
      throw new GraphUnreachableError(!NEVER_LEFT.has(code), code);
    }
  }

  private recordUsage(headers: Headers): void {
    const usages = parseUsage(headers.get('x-business-use-case-usage'));
    for (const [id, usage] of usages) this.usages.set(id, usage);
  }
}

async function* withIdleTimeout(body: AsyncIterable<Uint8Array>, timer: NodeJS.Timeout): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body) {
      timer.refresh();
      yield chunk;
    }
  } catch (error) {
    throw new GraphUnreachableError(false, causeCode(error));
  } finally {
    clearTimeout(timer);
  }
}

interface Page<Entry> {
  data?: Entry[];
  paging?: { next?: string; cursors?: { after?: string } };
}

/** `{"<account id>": [{"call_count": 28, "estimated_time_to_regain_access": 0, …}]}`; percentages and minutes. */
function parseUsage(header: string | null): [string, GraphUsage][] {
  if (header === null) return [];
  try {
    const byId = JSON.parse(header) as Record<string, Record<string, number>[]>;
    return Object.entries(byId).map(([id, entries]) => {
      const most = (key: string): number => Math.max(0, ...entries.map((entry) => Number(entry[key] ?? 0)));
      const minutes = most('estimated_time_to_regain_access');
      const percent = Math.max(most('call_count'), most('total_time'), most('total_cputime'));
      return [id, { percent, regainsAt: minutes > 0 ? new Date(Date.now() + minutes * 60_000) : null }];
    });
  } catch {
    return []; // a header that cannot be read says nothing
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
