import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { rowset } from '../../../common/database/rowset.js';
import { MINUTE_MS } from '../../../common/durations.js';
import { EventLog } from '../../../common/events/event-log.js';
import { WakeUps } from '../../../common/wake-ups/wake-ups.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import type { EndpointEventType } from '../domain/event-types.js';

/** How far an active endpoint has been given the events of an account. */
export interface EndpointCursor {
  endpointId: string;
  accountId: string;
  position: bigint;
  version: number;
  eventTypes: readonly EndpointEventType[];
}

interface CursorRow {
  endpoint_id: string;
  account_id: string;
  position: string;
  version: number;
  event_types: EndpointEventType[];
}

const ENSURE_EVERY_MS = MINUTE_MS;

/** Cursors of endpoints in the event logs of accounts: a row for each pair, moved in the transaction that stores what lies between. */
@Injectable()
export class EndpointCursors implements OnApplicationShutdown {
  private ensuredAt = Number.NEGATIVE_INFINITY;
  private readonly stopListening: () => void;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly log: EventLog,
    private readonly accounts: AccountsService,
    wakeUps: WakeUps,
  ) {
    this.stopListening = wakeUps.listen('accounts-changed', () => (this.ensuredAt = Number.NEGATIVE_INFINITY));
  }

  onApplicationShutdown(): void {
    this.stopListening();
  }

  /** Begins at the end of each log, in the running transaction: what happened before is told to nobody. */
  async open(endpointId: string, accountIds: readonly string[]): Promise<void> {
    const heads = await this.log.heads(accountIds);
    await this.database.run(
      `INSERT INTO endpoint_cursors (endpoint_id, account_id, position)
       SELECT $1, account_id, position::bigint FROM unnest($2::uuid[], $3::text[]) AS opened (account_id, position)
       ON CONFLICT DO NOTHING`,
      [endpointId, [...heads.keys()], [...heads.values()].map(String)],
    );
  }

  /** Leaves the accounts that are not among these, in the running transaction. */
  async closeOthers(endpointId: string, accountIds: readonly string[]): Promise<void> {
    await this.database.run('DELETE FROM endpoint_cursors WHERE endpoint_id = $1 AND account_id <> ALL($2)', [
      endpointId,
      accountIds,
    ]);
  }

  /** Moves on to the end of each log, in the running transaction: what was missed is not told. */
  async skipToEnd(endpointId: string): Promise<void> {
    const rows = await this.database.query<{ account_id: string }>(
      'DELETE FROM endpoint_cursors WHERE endpoint_id = $1 RETURNING account_id',
      [endpointId],
    );
    await this.open(
      endpointId,
      rows.map((row) => row.account_id),
    );
  }

  /** Those that are behind their log, of active endpoints. */
  async behind(): Promise<EndpointCursor[]> {
    await this.ensure();
    const rows = await this.database.query<CursorRow>(
      `SELECT endpoint_id, account_id, position, version, event_types
         FROM endpoint_cursors JOIN webhook_endpoints ON webhook_endpoints.id = endpoint_id WHERE status = 'ACTIVE'`,
    );
    if (rows.length === 0) return [];
    const heads = await this.log.heads([...new Set(rows.map((row) => row.account_id))]);
    return rows.filter((row) => BigInt(row.position) < (heads.get(row.account_id) ?? 0n)).map(cursorOf);
  }

  /** Moves cursors from where they are to another position, in the running transaction. @returns the endpoints whose cursor was still there */
  async move(cursors: readonly EndpointCursor[], to: bigint): Promise<ReadonlySet<string>> {
    const [first] = cursors;
    if (first === undefined) return new Set();
    const places = cursors.map(({ endpointId, version }) => ({ endpoint_id: endpointId, version }));
    const { accountId, position } = first;
    const former = rowset('former', { endpoint_id: 'uuid', version: 'integer' }, places, [
      accountId,
      position.toString(),
      to.toString(),
    ]);
    const rows = await this.database.query<{ endpoint_id: string }>(
      `UPDATE endpoint_cursors SET position = $3 FROM ${former.sql}
        WHERE account_id = $1 AND position = $2 AND endpoint_cursors.endpoint_id = former.endpoint_id AND endpoint_cursors.version = former.version
       RETURNING endpoint_cursors.endpoint_id`,
      former.parameters,
    );
    return new Set(rows.map((row) => row.endpoint_id));
  }

  /**
   * Lets what was read and rendered of an account until now be stored by nobody, in the running transaction: it is read
   * anew. What was stored is visible to the next statement.
   */
  async invalidate(accountId: string): Promise<void> {
    await this.database.run('UPDATE endpoint_cursors SET version = version + 1 WHERE account_id = $1', [accountId]);
  }

  /** Endpoints of all accounts follow those that have come since: from the beginning, which was after the endpoint's own. */
  private async ensure(): Promise<void> {
    const now = this.clock.elapsedMs();
    if (now - this.ensuredAt < ENSURE_EVERY_MS) return;
    this.ensuredAt = now;
    await this.database.run(
      `INSERT INTO endpoint_cursors (endpoint_id, account_id, position)
       SELECT webhook_endpoints.id, account.id, 0 FROM webhook_endpoints CROSS JOIN unnest($1::uuid[]) AS account (id)
        WHERE account_ids IS NULL
       ON CONFLICT DO NOTHING`,
      [await this.accounts.allIds()],
    );
  }
}

function cursorOf(row: CursorRow): EndpointCursor {
  return {
    endpointId: row.endpoint_id,
    accountId: row.account_id,
    position: BigInt(row.position),
    version: row.version,
    eventTypes: row.event_types,
  };
}
