import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { Database } from '../../common/database/database.js';
import { HOUR_MS } from '../../common/durations.js';
import { UnreadableSecretError } from '../../common/secrets/secret-box.js';
import { detail } from '../users/audit/audit.service.js';
import type { Viewer } from '../users/domain/viewer.js';
import { EndpointSecrets } from './endpoint-secrets.js';
import { EndpointStanding } from './endpoint-standing.service.js';
import { EndpointsService } from './endpoints.service.js';
import { EndpointCursors } from './fan-out/endpoint-cursors.service.js';
import type { ResumeWebhookEndpointInput, RotateWebhookEndpointSecretInput } from './schema/endpoint.inputs.js';
import { WebhookEndpointEntity } from './webhook-endpoint.entity.js';

const DEFAULT_OVERLAP_HOURS = 24;

/** Control of endpoints by hand: pauses and resumes them, and replaces their secrets. */
@Injectable()
export class EndpointControl {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly endpoints: EndpointsService,
    private readonly standing: EndpointStanding,
    private readonly cursors: EndpointCursors,
    private readonly secrets: EndpointSecrets,
  ) {}

  /** Pausing twice is harmless. */
  async pause(viewer: Viewer, endpointId: string): Promise<WebhookEndpointEntity> {
    return this.database.transaction(async () => {
      const endpoint = await this.endpoints.requireForUpdate(viewer, endpointId);
      if (endpoint.status !== 'ACTIVE') return endpoint;
      await this.standing.pauseByHand(endpoint.id);
      await this.endpoints.record(viewer, 'WEBHOOK_ENDPOINT_PAUSED', endpoint, []);
      return this.endpoints.get(endpoint.id);
    });
  }

  /** Resuming twice is harmless. */
  async resume(viewer: Viewer, { endpointId, skipMissed }: ResumeWebhookEndpointInput): Promise<WebhookEndpointEntity> {
    return this.database.transaction(async () => {
      const endpoint = await this.endpoints.requireForUpdate(viewer, endpointId);
      if (endpoint.status === 'ACTIVE') return endpoint;
      if (skipMissed === true) await this.cursors.skipToEnd(endpoint.id);
      await this.standing.resume(endpoint.id);
      const details = skipMissed === true ? [detail('skipMissed', 'true')] : [];
      await this.endpoints.record(viewer, 'WEBHOOK_ENDPOINT_RESUMED', endpoint, details);
      return this.endpoints.get(endpoint.id);
    });
  }

  /** A new secret; the former one counts for a while too, if it can still be read. */
  async rotateSecret(
    viewer: Viewer,
    { endpointId, overlapHours }: RotateWebhookEndpointSecretInput,
  ): Promise<{ endpoint: WebhookEndpointEntity; secret: string }> {
    return this.database.transaction(async () => {
      const endpoint = await this.endpoints.requireForUpdate(viewer, endpointId);
      const { id } = endpoint;
      const secret = this.secrets.generate();
      const former = overlapHours === 0 ? null : this.readable(endpoint);
      const until = new Date(this.clock.now().getTime() + (overlapHours ?? DEFAULT_OVERLAP_HOURS) * HOUR_MS);
      await this.database.repository(WebhookEndpointEntity).update(id, {
        secretSealed: this.secrets.seal(id, 'secret', secret),
        previousSecretSealed: former === null ? null : this.secrets.seal(id, 'previous_secret', former),
        previousSecretUntil: former === null ? null : until,
      });
      await this.standing.beginAnew(id);
      const details = former === null ? [] : [detail('previousSecretUntil', until.toISOString())];
      await this.endpoints.record(viewer, 'WEBHOOK_ENDPOINT_SECRET_ROTATED', endpoint, details);
      return { endpoint: await this.endpoints.get(id), secret };
    });
  }

  private readable({ id, secretSealed }: WebhookEndpointEntity): string | null {
    try {
      return this.secrets.open(id, 'secret', secretSealed);
    } catch (error) {
      if (error instanceof UnreadableSecretError) return null;
      throw error;
    }
  }
}
