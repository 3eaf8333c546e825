import { createHash } from 'node:crypto';
import { DEMO, populateDemoWorld } from '../../../src/simulator/world/demo-world.js';
import { startSimulator, type Simulator } from '../../../src/simulator/simulator.js';
import type { SimMedia } from '../../../src/simulator/world/files.js';
import type {
  PlannedError,
  ReceivedRequest,
  SimPhone,
  SimSettings,
  SimTemplate,
  SimWorld,
} from '../../../src/simulator/world/world.js';
import { must } from '../expectations.js';

/** As quick as the simulated Meta answers in tests. */
const QUICK: Partial<SimSettings> = {
  sentAfterMs: 5,
  deliveredAfterMs: 15,
  readAfterMs: null,
  latencyMs: 0,
  enforceRateLimits: false,
};

/** The simulated Meta: what it has, what it was asked, how it decides and fails. */
export class MetaDriver {
  private constructor(readonly simulator: Simulator) {}

  static async start(): Promise<MetaDriver> {
    const simulator = await startSimulator(0);
    populateDemoWorld(simulator.world);
    Object.assign(simulator.world.settings, QUICK);
    return new MetaDriver(simulator);
  }

  /** Everything that it knows, for what has no method here. */
  get world(): SimWorld {
    return this.simulator.world;
  }

  /** The number of the demo's account. */
  get phone(): SimPhone {
    return must(this.world.phones.get(DEMO.phoneNumberId), 'the phone of the demo');
  }

  /** A second number on the same account; the application learns of it by testConnection. */
  addPhone(id: string, displayPhoneNumber: string): SimPhone {
    const phone = { ...this.phone, id, displayPhoneNumber };
    this.world.phones.set(id, phone);
    return phone;
  }

  /** The next calls fail: one call of /messages unless told otherwise. */
  planError(error: Partial<PlannedError>): void {
    this.world.plannedErrors.push({ path: '/messages', times: 1, kind: 'CODE', code: 0, ...error });
  }

  forgetPlannedErrors(): void {
    this.world.plannedErrors.length = 0;
  }

  behave(settings: Partial<SimSettings>): void {
    Object.assign(this.world.settings, settings);
  }

  behaveAsUsual(): void {
    this.behave(QUICK);
  }

  /** Calls whose path ends so, oldest first. */
  requestsTo(path: string): ReceivedRequest[] {
    return this.world.requests.filter((request) => request.path.endsWith(path));
  }

  /** How often it was asked to do something. */
  countPosts(): number {
    return this.world.requests.filter(({ method }) => method === 'POST').length;
  }

  lastRequestTo(path: string): ReceivedRequest {
    return must(this.requestsTo(path).at(-1), `a call of ${path}`);
  }

  /** A template by Meta's id. */
  template(remoteId: string | null): SimTemplate {
    return must(this.world.templates.get(remoteId ?? ''), `template ${remoteId} at Meta`);
  }

  /** Every template that Meta has. */
  templates(): SimTemplate[] {
    return [...this.world.templates.values()];
  }

  /** Approves or refuses, and says so by webhook; `details` under Meta's names. */
  decide(remoteId: string | null, event: string, reason?: string, details?: Record<string, unknown>): void {
    this.simulator.templates.decide(this.template(remoteId), event, reason, details);
  }

  /** Made in WhatsApp Manager: approved, and not told to anybody. */
  addTemplate(changes: Partial<SimTemplate> & Pick<SimTemplate, 'name'>): SimTemplate {
    return this.simulator.templates.add({
      wabaId: DEMO.whatsappAccountId,
      language: 'en_US',
      category: 'UTILITY',
      status: 'APPROVED',
      components: [{ type: 'BODY', text: 'Made at Meta.' }],
      ...changes,
    });
  }

  /** The sample of a template that was made in WhatsApp Manager. Returns its handle. */
  addSample(type: string, bytes: Buffer): string {
    const handle = `4::made-at-meta-${this.world.newId()}`;
    this.world.uploads.set(`upload:${handle}`, { appId: '', type, length: bytes.length, bytes, handle });
    this.world.uploadedTypes.set(handle, type);
    return handle;
  }

  /** A file that lies at Meta, as a message of a customer speaks of it. */
  file(
    mimeType: string,
    bytes: Buffer,
    changes: Record<string, unknown> = {},
  ): Record<string, unknown> & { id: string } {
    const media = { id: this.world.newId(), phoneId: this.phone.id, mimeType, bytes, createdAt: this.world.now() };
    this.world.media.set(media.id, media);
    return {
      id: media.id,
      mime_type: mimeType,
      sha256: createHash('sha256').update(bytes).digest('base64'),
      ...changes,
    };
  }

  /** A file by Meta's id, also one that we uploaded. */
  media(id: unknown): SimMedia {
    return must(this.world.media.get(String(id)), `file ${String(id)} at Meta`);
  }

  async close(): Promise<void> {
    await this.simulator.close();
  }
}
