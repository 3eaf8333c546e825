import type { FastifyRequest } from 'fastify';
import { SimError } from '../sim-error.js';
import type { SimWorld } from '../world/world.js';

const HOUR_MS = 3_600_000;
/** Paths of sending: they have limits of their own. */
const NOT_COUNTED = /\/(messages|media|uploads|upload:[^/]*)$|\/debug_token$|\/subscriptions$/;

/** The quota of calls that manage an account, by the hour. */
export class ManagementQuota {
  private readonly windows = new Map<string, { beganAt: number; calls: number }>();

  constructor(private readonly world: SimWorld) {}

  /**
   * Counts one call.
   * @throws SimError 80007 when the hour is used up
   */
  consume(request: FastifyRequest): void {
    const path = request.url.split('?')[0] ?? '';
    const wabaId = this.wabaOf(request);
    if (wabaId === null || NOT_COUNTED.test(path)) return;
    const now = this.world.now();
    const window = this.windows.get(wabaId);
    if (window === undefined || now >= window.beganAt + HOUR_MS) this.windows.set(wabaId, { beganAt: now, calls: 1 });
    else window.calls += 1;
    if ((this.windows.get(wabaId)?.calls ?? 0) > this.world.settings.managementCallsAnHour) {
      throw new SimError(400, 80007, '(#80007) There have been too many calls to this WhatsApp Business account.');
    }
  }

  /** Usage as the header of every answer says it. */
  usage(request: FastifyRequest): Record<string, unknown[]> {
    const wabaId = this.wabaOf(request) ?? '0';
    const window = this.windows.get(wabaId);
    const { managementCallsAnHour: limit } = this.world.settings;
    const share = limit > 0 ? (window?.calls ?? 0) / limit : 1;
    const percent = Math.min(100, Math.ceil(share * 100));
    const left = window === undefined ? 0 : window.beganAt + HOUR_MS - this.world.now();
    return {
      [wabaId]: [
        {
          type: 'whatsapp_business_management',
          call_count: percent,
          total_cputime: 1,
          total_time: 1,
          estimated_time_to_regain_access: share >= 1 ? Math.ceil(left / 60_000) : 0,
        },
      ],
    };
  }

  private wabaOf(request: FastifyRequest): string | null {
    const { id = '' } = request.params as { id?: string };
    if (this.world.wabas.has(id)) return id;
    return this.world.phones.get(id)?.wabaId ?? this.world.templates.get(id)?.wabaId ?? null;
  }
}
