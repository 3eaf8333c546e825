import { Controller, Get, ServiceUnavailableException } from '@nestjs/common';
import { ClientAddresses } from '../http/client-addresses.js';
import { Database } from '../database/database.js';

/** For load balancers: whether the process runs, and whether it can serve. */
@Controller('health')
export class HealthController {
  constructor(
    private readonly database: Database,
    private readonly addresses: ClientAddresses,
  ) {}

  @Get('live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  async ready(): Promise<{ status: 'ok'; warnings?: string[] }> {
    try {
      await this.database.query('SELECT 1');
    } catch {
      throw new ServiceUnavailableException({ status: 'unavailable', reason: 'The database does not answer.' });
    }
    const { warning } = this.addresses;
    return { status: 'ok', ...(warning === null ? {} : { warnings: [warning] }) };
  }
}
