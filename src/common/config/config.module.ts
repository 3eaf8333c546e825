import { Module, type DynamicModule } from '@nestjs/common';
import { RawRoutes } from '../http/raw-routes.js';
import { Config } from './config.js';

/** Hands what was made before the application, the configuration and the server's raw routes, to whoever asks. */
@Module({})
export class ConfigModule {
  static for(config: Config, rawRoutes: RawRoutes): DynamicModule {
    return {
      module: ConfigModule,
      global: true,
      providers: [
        { provide: Config, useValue: config },
        { provide: RawRoutes, useValue: rawRoutes },
      ],
      exports: [Config, RawRoutes],
    };
  }
}
