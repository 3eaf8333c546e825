import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { Config } from '../config/config.js';
import { packageVersion } from '../package-root.js';
import { Metrics } from './metrics.js';

/** Metrics of this process beside those of Node: what runs here, and its connections to the database. */
@Injectable()
export class ProcessMetrics implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly config: Config,
    private readonly dataSource: DataSource,
  ) {}

  onModuleInit(): void {
    const info = { version: packageVersion(), node: process.version, role: this.config.get('ROLE') };
    this.metrics.register({
      name: 'process',
      gauges: [
        {
          name: 'parley_build_info',
          help: 'Version of Parley and Node that runs here, and its ROLE; always 1.',
          labels: ['version', 'node', 'role'],
        },
        {
          name: 'parley_database_pool_connections',
          help: 'Connections of this process to the database, by state (busy, idle). 1 at most on the embedded database.',
          labels: ['state'],
        },
        {
          name: 'parley_database_pool_size',
          help: 'Connections to the database that this process opens at most (DATABASE_POOL_SIZE).',
        },
        {
          name: 'parley_database_pool_waiting',
          help: 'Work of this process that waits for a connection to the database.',
        },
      ],
      read: () => {
        const { totalCount, idleCount, waitingCount, options } = this.pool;
        return [
          { name: 'parley_build_info', labels: info, value: 1 },
          { name: 'parley_database_pool_connections', labels: { state: 'busy' }, value: totalCount - idleCount },
          { name: 'parley_database_pool_connections', labels: { state: 'idle' }, value: idleCount },
          { name: 'parley_database_pool_size', value: options.max },
          { name: 'parley_database_pool_waiting', value: waitingCount },
        ];
      },
    });
  }

  /** TypeORM's own, which it tells nobody the type of. */
  private get pool(): Pool {
    return (this.dataSource.driver as unknown as { master: Pool }).master;
  }
}
