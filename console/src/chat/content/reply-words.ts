import { useCallback } from 'react';
import { useIntl } from 'react-intl';
import type { ReplyLineFragment } from '../../generated/graphql';
import type { TextId } from '../../language/text';

/** Meta's name of an answer to the question whether the customer may be called. */
const CALL_PERMISSION = 'call_permission_reply';
/** How Meta names what becomes of a poll; WhatsApp passes on neither question nor votes. */
const POLLS: Readonly<Record<string, TextId>> = {
  poll: 'unsupported.poll',
  poll_creation: 'unsupported.poll',
  poll_update: 'unsupported.vote',
  poll_vote: 'unsupported.vote',
};

export type ReplyWords = (reply: ReplyLineFragment) => string | null;

/** What an answer says that Meta has only names for, as a sentence; null of answers that have words of their own. */
export function useReplyWords(): ReplyWords {
  const intl = useIntl();
  return useCallback(
    ({ replyKind, optionId, response }) => {
      if (replyKind !== 'UNKNOWN' || optionId !== CALL_PERMISSION) return null;
      const { id, until } = permissionOf(response);
      return intl.formatMessage({ id }, { until: intl.formatDate(until, { dateStyle: 'medium', timeStyle: 'short' }) });
    },
    [intl],
  );
}

/** An answer to a question for calls: whether, and for how long. `until` is the time of Meta in ms. */
export function permissionOf(response: unknown): { id: TextId; until: number } {
  const { response: said, is_permanent, expiration_timestamp } = (response ?? {}) as Record<string, unknown>;
  const until = Number(expiration_timestamp) * 1_000;
  if (said === 'reject') return { id: 'callPermission.refused', until: 0 };
  if (said !== 'accept') return { id: 'callPermission.unknown', until: 0 };
  if (is_permanent === true) return { id: 'callPermission.always', until: 0 };
  const isTime = Number.isFinite(new Date(until).getTime()) && until > 0;
  return isTime ? { id: 'callPermission.until', until } : { id: 'callPermission.given', until: 0 };
}

/** The text for a kind of message that cannot be shown; null where only Meta's name for it is known. */
export function unsupportedText(kind: string): TextId | null {
  if (kind === 'media_placeholder') return 'content.mediaPlaceholder';
  return POLLS[kind] ?? null;
}
