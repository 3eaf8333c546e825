import { useRef, useState } from 'react';
import type { StartBroadcastInput } from '../generated/graphql';
import type { Change } from '../parts/form/change';
import { APPEND_RECIPIENTS, START_BROADCAST } from './broadcast-documents';
import type { ChosenRecipients } from './recipients/chosen-recipients';

type Settings = Omit<StartBroadcastInput, 'recipients' | 'recordFilter'>;

/** Recipients that the server takes at once; more come in parts, and then whoever cannot be sent to is left out. */
export const MAX_AT_ONCE = 20_000;
/** Of a request: as a text it is made in a moment, and far below what a request may have. */
const PART = 2_000;

interface Start {
  /** Recipients that have been handed over, while a long list is on its way; null: none is. */
  handedOver: number | null;
  /** @returns the broadcast's id; null: it was refused, or the way to the server broke off. Started again, it goes on from there. */
  start: (settings: Settings, chosen: ChosenRecipients) => Promise<string | null>;
}

export function useStartBroadcast(change: Change): Start {
  const [handedOver, setHandedOver] = useState<number | null>(null);
  const isStarting = useRef(false);
  const start: Start['start'] = async (settings, chosen) => {
    if (isStarting.current) return null;
    isStarting.current = true;
    try {
      return await handOver(settings, chosen);
    } finally {
      isStarting.current = false;
      setHandedOver(null);
    }
  };
  const handOver: Start['start'] = async (settings, { recordFilter, part, count }) => {
    const total = count ?? 0;
    if (recordFilter !== null || !settings.skipInvalid || total <= PART) {
      const whom = recordFilter === null ? { recipients: part(0, total) } : { recordFilter };
      return (await change.run(START_BROADCAST, { input: { ...settings, ...whom } }))?.broadcast?.id ?? null;
    }
    const first = { ...settings, recipients: part(0, PART), moreRecipientsFollow: true };
    const begun = (await change.run(START_BROADCAST, { input: first }))?.broadcast;
    if (begun == null) return null;
    const { id: broadcastId } = begun;
    for (let offset = begun.expectedRecipients ?? PART; offset < total; offset += PART) {
      setHandedOver(offset);
      const next = { recipients: part(offset, offset + PART), isLast: offset + PART >= total };
      const payload = await change.run(APPEND_RECIPIENTS, { input: { broadcastId, offset, ...next } });
      if (payload?.broadcast == null) return null;
    }
    return broadcastId;
  };
  return { handedOver, start };
}
