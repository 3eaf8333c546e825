import { Injectable } from '@nestjs/common';
import { FormData } from 'undici';
import { Config } from '../common/config/config.js';
import { NO_SPAN, Tracing, type Span } from '../common/tracing/tracing.js';
import { parseAnswer, requiredObjects } from './answer.js';
import { META_ERRORS } from './errors/error-catalogue.js';
import { GraphError, refusalFrom, UnreadableAnswerError } from './errors/graph-error.js';
import { GraphUsages, type GraphUsage } from './graph-usage.js';
import { isRecord, textOf, type JsonRecord } from './json.js';
import { MetaTransport, type MetaAnswer } from './transport/meta-transport.js';

const TIMEOUT_MS = 30_000;
/** For files: they may have 100 MB, and lines may be slow. */
const UPLOAD_TIMEOUT_MS = 10 * 60_000;
/** Of one answer: a few kilobytes are usual. */
const MAX_ANSWER_BYTES = 1024 * 1024;
/** Of a page of a list: a hundred templates are a few hundred kilobytes. */
const MAX_PAGE_BYTES = 16 * 1024 * 1024;
const MIN_PAGE_SIZE = 10;
/** Ten times what an account may have, at the smallest size of a page. */
const MAX_PAGES = 6_000;

export interface GraphRequest {
  method: 'GET' | 'POST' | 'DELETE';
  /** Without host and version, such as `/102290129340398/phone_numbers`. */
  path: string;
  accessToken: string;
  query?: Record<string, string>;
  /** Sent as JSON, unless it is a form or bytes. */
  body?: JsonRecord | FormData | Blob;
  headers?: Record<string, string>;
  /** OAuth where Meta asks for it: when bytes are uploaded. */
  scheme?: 'Bearer' | 'OAuth';
}

export interface GraphAnswer<Answer> {
  answer: Answer;
  /** Meta's own clock when it answered. */
  answeredAt: Date;
}

/** Graph client: the one place that calls Meta. Adds host, version, token, limits, and gives errors one shape. */
@Injectable()
export class GraphClient {
  private readonly usages = new GraphUsages();

  constructor(
    private readonly config: Config,
    private readonly transport: MetaTransport,
    private readonly tracing: Tracing,
  ) {}

  /**
   * @returns the object that Meta answers; what is in it has yet to be read
   * @throws GraphError when Meta refuses
   * @throws GraphUnreachableError when there is no answer, or none that can be understood
   */
  async call(request: GraphRequest): Promise<JsonRecord> {
    return (await this.callAt(request)).answer;
  }

  /**
   * Downloads the bytes behind a URL that Meta gave out. Pauses of half a minute, and bytes that drip, end it.
   * @throws RefusedAddressError when the address is none of Meta's
   * @throws GraphUnreachableError when the address has expired or the line breaks
   */
  async download(url: string, accessToken: string): Promise<AsyncIterable<Uint8Array>> {
    return this.transport.download(url, { authorization: `Bearer ${accessToken}` });
  }

  /** Calls as `call` does, and returns the time by Meta's clock: answers and webhooks can be put in order by it. */
  async callAt(request: GraphRequest, maxAnswerBytes = MAX_ANSWER_BYTES): Promise<GraphAnswer<JsonRecord>> {
    if (!this.tracing.isOn) return this.exchange(request, maxAnswerBytes, NO_SPAN);
    const template = pathTemplate(request.path);
    const attributes = { 'http.request.method': request.method, 'url.template': template };
    return this.tracing.span(`Meta ${request.method} ${template}`, { kind: 'client', attributes }, (span) =>
      this.exchange(request, maxAnswerBytes, span),
    );
  }

  private async exchange(request: GraphRequest, maxAnswerBytes: number, span: Span): Promise<GraphAnswer<JsonRecord>> {
    const { status, headers, text } = await this.send(request, maxAnswerBytes);
    span.set({ 'http.response.status_code': status });
    this.usages.record(headers);
    if (status >= 300 && status < 400) {
      throw new UnreadableAnswerError(`HTTP ${status} sends us elsewhere, and nothing is sent there`);
    }
    const answer = parseAnswer(text, status);
    if (isRecord(answer.error)) throw new GraphError(refusalFrom(answer.error), status);
    if (status >= 300) throw new UnreadableAnswerError(`HTTP ${status}`);
    if (answer.error != null || answer.success === false)
      throw new UnreadableAnswerError('it says that something went wrong, and not what');
    const time = Date.parse(headers.date ?? '');
    return { answer, answeredAt: Number.isNaN(time) ? new Date() : new Date(time) };
  }

  /**
   * Pages of a list, one after the other. When a cursor expires the list begins again, and when a page is too
   * heavy for Meta the next ones are smaller: entries may come twice.
   * @throws UnreadableAnswerError when a page is none, or the pages have no end: nobody may take the list for whole then
   */
  async *pages<Entry>(request: GraphRequest, read: (entry: JsonRecord) => Entry): AsyncGenerator<GraphAnswer<Entry[]>> {
    let limit = Number(request.query?.limit ?? 100);
    let restarts = 0;
    let pages = 0;
    const fetchPage = (after: string | undefined): Promise<GraphAnswer<JsonRecord>> => {
      const query = { ...request.query, limit: String(limit), ...(after === undefined ? {} : { after }) };
      const page = this.callAt({ ...request, query }, MAX_PAGE_BYTES);
      page.catch(() => undefined); // thrown where it is awaited; nobody may wait any more
      return page;
    };
    let after: string | undefined;
    let nextPage: Promise<GraphAnswer<JsonRecord>> | null = fetchPage(undefined);
    while (nextPage !== null) {
      try {
        const { answer, answeredAt }: GraphAnswer<JsonRecord> = await nextPage;
        const entries = requiredObjects(answer, 'data').map(read);
        const next = cursorAfter(answer);
        pages += 1;
        if (next !== undefined && (next === after || pages >= MAX_PAGES))
          throw new UnreadableAnswerError('its pages have no end');
        after = next;
        nextPage = after === undefined ? null : fetchPage(after); // while the caller works on this one
        yield { answer: entries, answeredAt };
      } catch (error) {
        if (!(error instanceof GraphError)) throw error;
        const { code } = error.refusal;
        if (code === META_ERRORS.CURSOR_EXPIRED.code && after !== undefined && restarts < 2) {
          after = undefined;
          restarts += 1;
        } else if (code === META_ERRORS.UNKNOWN_API_ERROR.code && limit > MIN_PAGE_SIZE) {
          limit = Math.max(MIN_PAGE_SIZE, Math.floor(limit / 2));
        } else throw error;
        nextPage = fetchPage(after);
      }
    }
  }

  /** Usage of the quota of this account (Meta's id), as Meta said last; null when it has said nothing. */
  usageOf(whatsappAccountId: string): GraphUsage | null {
    return this.usages.of(whatsappAccountId);
  }

  /** The app's own access token: for questions about tokens and subscriptions, never for messages. */
  appToken(appId: string, appSecret: string): string {
    return `${appId}|${appSecret}`;
  }

  private send(request: GraphRequest, maxAnswerBytes: number): Promise<MetaAnswer> {
    const { method, path, accessToken, query, body, headers, scheme = 'Bearer' } = request;
    const url = new URL(`${this.config.graphApiUrl}/${this.config.get('GRAPH_API_VERSION')}${path}`);
    for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
    const isFile = body instanceof FormData || body instanceof Blob;
    const isJson = body !== undefined && !isFile;
    return this.transport.exchange({
      url,
      method,
      headers: {
        authorization: `${scheme} ${accessToken}`,
        ...(isJson ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      body: isJson ? JSON.stringify(body) : body,
      timeoutMs: isFile ? UPLOAD_TIMEOUT_MS : TIMEOUT_MS,
      maxAnswerBytes,
    });
  }
}

/** Path whose ids are `{id}`: what is left are Meta's own words. */
function pathTemplate(path: string): string {
  const [plain = ''] = path.split('?', 1);
  return plain.replaceAll(/\/(?![a-z_]+(?:\/|$))[^/]+/g, '/{id}');
}

/** Cursor of the next page; undefined when this is the last one. */
function cursorAfter({ paging }: JsonRecord): string | undefined {
  if (!isRecord(paging) || paging.next === undefined || paging.next === null) return undefined;
  const after = textOf(paging.cursors, 'after');
  if (after === null) throw new UnreadableAnswerError('a next page without a cursor');
  return after;
}
