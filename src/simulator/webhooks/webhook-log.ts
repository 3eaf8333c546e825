import type { SentWebhook, SentWebhookDetails } from '../control-api.js';

const MAX_ENTRIES = 300;

/** The latest webhooks that were sent, with what came back. In memory. */
export class WebhookLog {
  private readonly entries = new Map<string, SentWebhookDetails>();
  private lastId = 0;

  get length(): number {
    return this.entries.size;
  }

  /** A webhook that is about to be sent for the first time. @returns its id */
  add(webhook: Pick<SentWebhookDetails, 'at' | 'appId' | 'field' | 'url' | 'body' | 'signature'>): string {
    this.lastId += 1;
    const id = String(this.lastId);
    this.entries.set(id, { id, ...webhook, status: null, tries: 0, isDone: false, answer: '' });
    const [oldest] = this.entries.keys();
    if (this.entries.size > MAX_ENTRIES && oldest !== undefined) this.entries.delete(oldest);
    return id;
  }

  /** What came of an attempt. */
  attempted(id: string, outcome: Pick<SentWebhookDetails, 'status' | 'tries' | 'isDone' | 'answer'>): void {
    const entry = this.entries.get(id);
    if (entry !== undefined) Object.assign(entry, outcome);
  }

  /** The latest, oldest first, without their bodies. */
  latest(count: number): SentWebhook[] {
    return [...this.entries.values()]
      .slice(-count)
      .map(({ body: _body, signature: _signature, answer: _answer, ...webhook }) => webhook);
  }

  find(id: string): SentWebhookDetails | undefined {
    return this.entries.get(id);
  }

  clear(): void {
    this.entries.clear();
  }
}
