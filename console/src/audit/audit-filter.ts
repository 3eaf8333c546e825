import { useMemo, useState } from 'react';
import type { AuditAction, AuditEntryFilter } from '../generated/graphql';

/** What is chosen above the trail; nothing: all of it. */
export interface AuditChoices {
  action: string;
  actorId: string;
  accountId: string;
  /** Days here, such as 2026-11-26. */
  from: string;
  until: string;
}

const NOTHING: AuditChoices = { action: '', actorId: '', accountId: '', from: '', until: '' };

export function useAuditChoices() {
  const [choices, setChoices] = useState(NOTHING);
  const filter = useMemo(() => filterOf(choices), [choices]);
  const choose =
    (name: keyof AuditChoices) =>
    (value: string): void =>
      setChoices((now) => ({ ...now, [name]: value }));
  return { choices, filter, choose };
}

function filterOf({ action, actorId, accountId, from, until }: AuditChoices): AuditEntryFilter {
  return {
    ...(action !== '' && { action: [action as AuditAction] }),
    ...(actorId !== '' && { actorId }),
    ...(accountId !== '' && { accountId }),
    ...(from !== '' && { from: midnight(from, 0) }),
    ...(until !== '' && { until: midnight(until, 1) }),
  };
}

/** When the day begins here, or one that many days later. */
function midnight(date: string, later: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return new Date(year, month - 1, day + later).toISOString();
}
