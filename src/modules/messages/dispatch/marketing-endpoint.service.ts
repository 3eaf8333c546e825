import { Injectable, Logger } from '@nestjs/common';
import { MINUTE_MS } from '../../../common/durations.js';
import { META_ERRORS } from '../../../whatsapp/errors/error-catalogue.js';
import { GraphError, GraphUnreachableError } from '../../../whatsapp/errors/graph-error.js';
import { isOfMarketingEndpoint, type MarketingOptions } from '../../../whatsapp/messages/marketing-options.js';
import {
  MessagesApi,
  type Acceptance,
  type Channel,
  type MessageToSend,
} from '../../../whatsapp/messages/messages-api.js';
import type { SendingChannel } from '../../accounts/connection/account-credentials.service.js';
import { TemplatesService } from '../../templates/templates.service.js';
import type { OutgoingJob } from './send-results.service.js';

/** Meta needs up to ten minutes until a template, or an account, can be used there. */
const REMEMBERED_MS = 10 * MINUTE_MS;
const MAX_REMEMBERED = 1_000;

/**
 * Marketing endpoint: chooses which messages go by the Marketing Messages API, and sends those that it does not take by
 * the ordinary endpoint, where the account's policy lets them. Only after a refusal that says that nothing was sent.
 */
@Injectable()
export class MarketingEndpointService {
  private readonly logger = new Logger(MarketingEndpointService.name);
  /** When the endpoint last refused a template (our id), by the clock of the process; oldest first. */
  private readonly refusedAt = new Map<string, number>();

  constructor(
    private readonly api: MessagesApi,
    private readonly templates: TemplatesService,
  ) {}

  /** The options of each message, in order; null: by the ordinary endpoint. Asks nothing where no account has chosen it. */
  async optionsOf(
    jobs: readonly OutgoingJob[],
    channels: readonly (SendingChannel | null)[],
  ): Promise<(MarketingOptions | null)[]> {
    const candidates = jobs.map((job, index) => (mayGoThere(job) ? (channels[index]?.marketing ?? null) : null));
    const templateIds = jobs.flatMap(({ template_id: id }, index) => (candidates[index] && id !== null ? [id] : []));
    if (templateIds.length === 0) return jobs.map(() => null);
    const marketing = await this.templates.marketingIds([...new Set(templateIds)]);
    return candidates.map((options, index) => (marketing.has(jobs[index]?.template_id ?? '') ? options : null));
  }

  /**
   * Sends a message by the endpoint of its options. `mayBegin`: whether there is time for another call.
   * @throws GraphError when Meta refuses
   * @throws GraphUnreachableError when nobody knows, or when it never left
   */
  async send(channel: Channel, message: MessageToSend, job: OutgoingJob, mayBegin: () => boolean): Promise<Acceptance> {
    const { marketing } = message;
    if (marketing?.productPolicy !== 'CLOUD_API_FALLBACK') return this.api.send(channel, message);
    const ordinary = { ...message, marketing: null };
    const templateId = job.template_id ?? '';
    if (this.wasRefused(templateId)) return this.api.send(channel, ordinary);
    try {
      return await this.api.send(channel, message);
    } catch (error) {
      if (!(error instanceof GraphError) || !isOfMarketingEndpoint(error.refusal)) throw error;
      this.remember(templateId);
      this.logger.warn(
        `The Marketing Messages API did not take a message (${error.message}): it is sent as an ordinary one`,
      );
      if (!mayBegin()) throw new GraphUnreachableError(false, 'the Marketing Messages API refused too late');
      return this.sendInstead(channel, ordinary, error);
    }
  }

  /** Where the account may send marketing by that API alone, what it said counts. */
  private async sendInstead(channel: Channel, ordinary: MessageToSend, first: GraphError): Promise<Acceptance> {
    try {
      return await this.api.send(channel, ordinary);
    } catch (error) {
      const isRequired = error instanceof GraphError && error.refusal.code === META_ERRORS.MARKETING_SWITCHED_OFF.code;
      throw isRequired ? first : error;
    }
  }

  private wasRefused(templateId: string): boolean {
    const at = this.refusedAt.get(templateId);
    return at !== undefined && performance.now() - at < REMEMBERED_MS;
  }

  private remember(templateId: string): void {
    this.refusedAt.delete(templateId);
    this.refusedAt.set(templateId, performance.now());
    const [oldest] = this.refusedAt.keys();
    if (this.refusedAt.size > MAX_REMEMBERED && oldest !== undefined) this.refusedAt.delete(oldest);
  }
}

/** Templates alone; of a group, or one that answers a message, Meta does not say that it can. */
function mayGoThere({ kind, reply_to_whatsapp_id: repliesTo }: OutgoingJob): boolean {
  return kind === 'TEMPLATE' && repliesTo === null;
}
