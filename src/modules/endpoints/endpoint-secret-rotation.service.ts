import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Resealing } from '../../common/secrets/resealing.service.js';
import { SEALED_IN_ENDPOINTS } from './endpoint-secrets.js';

/** Secret rotation of endpoints: at the start, encrypts again what was encrypted with a former SECRET_KEY. */
@Injectable()
export class EndpointSecretRotation implements OnApplicationBootstrap {
  private readonly logger = new Logger(EndpointSecretRotation.name);

  constructor(private readonly resealing: Resealing) {}

  async onApplicationBootstrap(): Promise<void> {
    const { unreadable } = await this.resealing.reseal(SEALED_IN_ENDPOINTS);
    if (unreadable.length === 0) return;
    this.logger.error(
      `${unreadable.length} secrets of webhook endpoints (${unreadable.join(', ')}) were encrypted with a key that is neither SECRET_KEY nor in SECRET_KEYS_OLD: nothing is sent to an endpoint whose secret cannot be read. Put that key into SECRET_KEYS_OLD and start again; if it is lost, rotate their secrets.`,
    );
  }
}
