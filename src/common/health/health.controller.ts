import { Controller, Get, ServiceUnavailableException } from '@nestjs/common';
import { Database } from '../database/database.js';

/** For load balancers: whether the process runs, and whether it can serve. */
@Controller('health')
export class HealthController {
  constructor(private readonly database: Database) {}

  @Get('live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  async ready(): Promise<{ status: 'ok' }> {
    try {
      await this.database.query('SELECT 1');
    } catch {
      throw new ServiceUnavailableException({ status: 'unavailable', reason: 'The database does not answer.' });
    }
    return { status: 'ok' };
  }
}
