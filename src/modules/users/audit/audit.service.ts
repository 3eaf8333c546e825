import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { Database } from '../../../common/database/database.js';
import { MINUTE_MS } from '../../../common/durations.js';
import { newId } from '../../../common/ids.js';
import type { AuditAction, AuditActorKind, AuditDetail, AuditSubjectType } from '../domain/audit-actions.js';
import type { RequestOrigin } from '../domain/viewer.js';

/** Who does something that is audited: a viewer, or one of those who are none. */
export interface AuditActor {
  kind: AuditActorKind;
  /** Of a user or an API key. */
  id?: string;
  origin?: RequestOrigin;
}

/** Something that is audited: what is done, to what, and what is told of it. */
export interface AuditedAction {
  action: AuditAction;
  subject?: { type: AuditSubjectType; id: string; name?: string };
  /** Whose account it concerns. */
  accountId?: string;
  details?: readonly AuditDetail[];
}

/** The audit trail: who did what to what, when and from where. Written in the transaction of what it tells, never changed. */
@Injectable()
export class AuditService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Records actions, in their order, in the running transaction. */
  async record(actor: AuditActor, ...actions: AuditedAction[]): Promise<void> {
    for (const action of actions) await this.insert(actor, action, null);
  }

  /** Records what anybody can do any number of times once a minute and address alone: guesses must not fill the disk. */
  async recordOnceAMinute(actor: AuditActor, action: AuditedAction): Promise<void> {
    await this.insert(actor, action, new Date(this.clock.now().getTime() - MINUTE_MS));
  }

  /** With the actor's name as it is now: entries outlive users and keys. `unlessSince`: not if it was recorded since then. */
  private async insert(actor: AuditActor, action: AuditedAction, unlessSince: Date | null): Promise<void> {
    await this.database.run(
      `INSERT INTO audit_entries (id, occurred_at, action, actor_kind, actor_id, actor_name, subject_type, subject_id, subject_name, account_id, address, user_agent, details)
       SELECT $1::uuid, $2::timestamptz, $3::text, $4::text, $5::uuid, (SELECT name FROM users WHERE id = $5::uuid UNION ALL SELECT name FROM api_keys WHERE id = $5::uuid),
              $6::text, $7::uuid, $8::text, $9::uuid, $10::text, $11::text, $12::jsonb
        WHERE $13::timestamptz IS NULL OR NOT EXISTS
              (SELECT FROM audit_entries WHERE occurred_at > $13::timestamptz AND action = $3 AND address IS NOT DISTINCT FROM $10)`,
      [
        newId(),
        this.clock.now(),
        action.action,
        actor.kind,
        actor.id ?? null,
        action.subject?.type ?? null,
        action.subject?.id ?? null,
        action.subject?.name ?? null,
        action.accountId ?? null,
        actor.origin?.address ?? null,
        actor.origin?.userAgent ?? null,
        JSON.stringify(action.details ?? []),
        unlessSince,
      ],
    );
  }
}

/** A detail that says how something is. */
export function detail(name: string, to: string | number): AuditDetail {
  return { name, from: null, to: String(to) };
}
