import { Injectable } from '@nestjs/common';
import { Config } from '../../common/config/config.js';
import type { AllowedPlaces } from './domain/endpoint-address.js';

/** Places in which endpoints may lie, by the configuration of this server. */
@Injectable()
export class EndpointPlaces {
  readonly allowed: AllowedPlaces;

  constructor(config: Config) {
    this.allowed = {
      isLoopbackAllowed: !config.isProduction,
      privateHosts: config.get('ENDPOINT_PRIVATE_HOSTS'),
    };
  }
}
