import { Global, Module, type DynamicModule } from '@nestjs/common';
import { BackupServer } from './backup/backup-server.js';
import { BackgroundWork } from './jobs/background-work.js';
import { Claims } from './jobs/claims.js';
import { Leases } from './jobs/leases.js';
import { Clock } from './clock/clock.js';
import { DatabaseModule } from './database/database.module.js';
import { CheckpointService } from './database/embedded/checkpoint.service.js';
import { VacuumService } from './database/embedded/vacuum.service.js';
import type { Migrations } from './database/migrations/migrations.js';
import { ReplicaReads } from './database/replicas/replica-reads.js';
import { ErasureService } from './erasure/erasure.service.js';
import { EventLog } from './events/event-log.js';
import { EventPartitions } from './events/event-partitions.js';
import { EventRetention } from './events/event-retention.js';
import { HealthModule } from './health/health.module.js';
import { ClientAddresses } from './http/client-addresses.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { RateLimits } from './rate-limits/rate-limits.js';
import { RetentionService } from './retention/retention.service.js';
import { SecretsModule } from './secrets/secrets.module.js';
import { RequestTraces } from './tracing/request-traces.js';
import { TracingModule } from './tracing/tracing.module.js';
import { WakeUps } from './wake-ups/wake-ups.js';

/** Common ground of every module. Knows nothing of WhatsApp, and no word of a module. */
@Global()
@Module({
  imports: [HealthModule, MetricsModule, SecretsModule, TracingModule],
  providers: [
    Clock,
    WakeUps,
    ClientAddresses,
    EventLog,
    Claims,
    BackgroundWork,
    ErasureService,
    EventPartitions,
    EventRetention,
    Leases,
    RateLimits,
    ReplicaReads,
    RequestTraces,
    RetentionService,
    BackupServer,
    CheckpointService,
    VacuumService,
  ],
  exports: [
    DatabaseModule,
    SecretsModule,
    Clock,
    WakeUps,
    ClientAddresses,
    EventLog,
    Claims,
    Leases,
    RateLimits,
    ReplicaReads,
    RequestTraces,
    BackgroundWork,
    ErasureService,
    RetentionService,
  ],
})
export class CommonModule {
  static with(migrations: Migrations): DynamicModule {
    return { module: CommonModule, imports: [DatabaseModule.with(migrations)] };
  }
}
