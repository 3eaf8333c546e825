import { Controller, Get, ServiceUnavailableException } from '@nestjs/common';
import { ClientAddresses } from '../http/client-addresses.js';
import { ReadinessService } from './readiness.service.js';

/** For load balancers: whether the process runs, and whether it can serve. */
@Controller('health')
export class HealthController {
  constructor(
    private readonly readiness: ReadinessService,
    private readonly addresses: ClientAddresses,
  ) {}

  @Get('live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** 503 with all that is wrong: `{ status, reason, problems: [{ name, reason }] }`. */
  @Get('ready')
  async ready(): Promise<{ status: 'ok'; warnings?: string[] }> {
    const problems = await this.readiness.problems();
    if (problems.length > 0) {
      const reason = problems.map((problem) => problem.reason).join(' ');
      throw new ServiceUnavailableException({ status: 'unavailable', reason, problems });
    }
    const { warning } = this.addresses;
    const warnings = [...(warning === null ? [] : [warning]), ...this.readiness.warnings()];
    return { status: 'ok', ...(warnings.length === 0 ? {} : { warnings }) };
  }
}
