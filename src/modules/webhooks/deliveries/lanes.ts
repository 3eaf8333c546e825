import type { DeliverySubject } from '../../../whatsapp/webhooks/delivery-subject.js';

/** Lane of deliveries that are processed alone, in the order of the whole account: what was before them is done, and what is after them waits. */
export const EXCLUSIVE_LANE = 0;
const STATUS_LANE = 1;
const FIRST_CUSTOMER_LANE = 2;
const CUSTOMER_LANES = 8;
/**
 * Lane of what the phone's app hands over of its past: nothing waits for it, in whatever order it comes the end is the same,
 * and whoever is alone with the account leaves it where it is.
 */
export const PHONE_APP_LANE = FIRST_CUSTOMER_LANE + CUSTOMER_LANES;
/** Lanes of an account for what happens now. More of them would let more workers help, and make batches smaller. */
export const LANE_COUNT = FIRST_CUSTOMER_LANE + CUSTOMER_LANES;

/**
 * The lane of a delivery: messages of one customer always have the same, so that they stay in order, whichever spelling of
 * their number Meta uses; statuses have one of their own. Two lanes never concern the same customer's ids.
 */
export function laneOf(subject: DeliverySubject): number {
  switch (subject.kind) {
    case 'CUSTOMER':
      return FIRST_CUSTOMER_LANE + (hashOf(subject.number) % CUSTOMER_LANES);
    case 'STATUSES':
      return STATUS_LANE;
    case 'PHONE_APP':
      return PHONE_APP_LANE;
    case 'NOTHING':
    case 'OTHER':
      return EXCLUSIVE_LANE;
  }
}

/** Whether a delivery may be processed in a lane, now that it has been read. */
export function fitsLane(lane: number, subject: DeliverySubject): boolean {
  return subject.kind === 'NOTHING' || laneOf(subject) === lane;
}

/** A lane with deliveries that wait, and how many, counted up to a limit. */
export interface PendingLane {
  lane: number;
  waiting: number;
}

/**
 * Splits lanes into those that fill a batch and the rest: few where much waits, so that other workers find theirs, all
 * where little waits, so that batches are not small. Workers begin at different lanes.
 */
export function chooseLanes(
  pending: readonly PendingLane[],
  batchSize: number,
  offset: number,
): { chosen: number[]; rest: number[] } {
  const rotated = pending.map((_, index) => pending[(index + offset) % pending.length] as PendingLane);
  let count = 0;
  const chosen: number[] = [];
  const rest: number[] = [];
  for (const { lane, waiting } of rotated) {
    (count < batchSize ? chosen : rest).push(lane);
    count += waiting;
  }
  return { chosen, rest };
}

/** FNV-1a: the same in every process. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash ^ (hash >>> 15)) >>> 0;
}
