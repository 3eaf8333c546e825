import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { Config } from '../config/config.js';
import { diskProblem } from '../data-directory/free-space.js';
import { Drain } from '../shutdown/drain.js';
import { HealthController } from './health.controller.js';
import { ReadinessService } from './readiness.service.js';

const DISK_HOLDS_MS = 2_000;

/** Health: what load balancers ask, and what every process depends on. Other modules register what they depend on. */
@Global()
@Module({ controllers: [HealthController], providers: [ReadinessService, Drain], exports: [ReadinessService, Drain] })
export class HealthModule implements OnModuleInit {
  constructor(
    private readonly config: Config,
    private readonly readiness: ReadinessService,
    private readonly drain: Drain,
  ) {}

  onModuleInit(): void {
    const { dataDirectory } = this.config;
    const minFreeMb = this.config.get('MIN_FREE_DISK_MB');
    this.readiness.register(
      {
        name: 'STOPPING',
        findProblem: async () => (this.drain.hasBegun ? 'This process was asked to end.' : null),
      },
      { name: 'DISK', findProblem: async () => diskProblem(dataDirectory, minFreeMb), holdsForMs: DISK_HOLDS_MS },
    );
  }
}
