import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { Database } from '../database/database.js';
import { newId } from '../ids.js';

/**
 * Leases by name: of all processes, one at a time does the work. A holder that dies loses the lease when it expires, or when
 * the clock is set back: then it would last longer than it was taken for. Twice as long, for clocks that differ.
 */
@Injectable()
export class Leases {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Runs `work` while this process holds the lease `name`, and gives it back. The work must end within `seconds`, or be
   * harmless when a second process begins it too.
   * @returns whether the work was done; false while another process holds the lease
   */
  async withLease(name: string, seconds: number, work: () => Promise<void>): Promise<boolean> {
    const holder = newId();
    if (!(await this.acquire(name, holder, seconds))) return false;
    try {
      await work();
    } finally {
      await this.database.run('DELETE FROM leases WHERE name = $1 AND holder = $2', [name, holder]);
    }
    return true;
  }

  private async acquire(name: string, holder: string, seconds: number): Promise<boolean> {
    const acquired = await this.database.run(
      `INSERT INTO leases (name, holder, expires_at) VALUES ($1, $2, $3::timestamptz + make_interval(secs => $4))
       ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at
        WHERE leases.expires_at <= $3 OR leases.expires_at > $3::timestamptz + make_interval(secs => 2 * $4)`,
      [name, holder, this.clock.now(), seconds],
    );
    return acquired === 1;
  }
}
