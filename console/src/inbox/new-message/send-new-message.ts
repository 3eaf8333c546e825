import { useRef, useState } from 'react';
import type { SendTemplateInput } from '../../generated/graphql';
import { AskFailure } from '../../graphql/ask';
import { request } from '../../graphql/request';
import { useText } from '../../language/text';
import type { Refused } from '../../parts/form/change';
import { randomId } from '../../parts/random-id';
import { SEND_TEMPLATE } from './new-message-documents';

/** What has become of it; both empty: it is being sent already. */
interface Outcome {
  /** Where it is: whoever sends takes part in the conversation, and sees it. */
  conversationId: string | null;
  refused: readonly Refused[];
}

interface Sending {
  isBusy: boolean;
  send: (input: Omit<SendTemplateInput, 'idempotencyKey'>) => Promise<Outcome>;
}

/**
 * Sends one message, once: whatever is pressed how often, and with the same key after an answer that was lost. Only a refusal of the
 * recipient, which the server remembers by the key, makes room for another.
 */
export function useSendNewMessage(): Sending {
  const t = useText();
  const key = useRef(randomId());
  const isSending = useRef(false);
  const [isBusy, setBusy] = useState(false);
  const attempt = async (input: Omit<SendTemplateInput, 'idempotencyKey'>): Promise<Outcome> => {
    const { sendTemplate } = await request(SEND_TEMPLATE, { input: { ...input, idempotencyKey: key.current } });
    const { errors, results } = sendTemplate;
    const message = results[0]?.message;
    if (message != null) return { conversationId: message.conversation.id, refused: [] };
    if (errors.length === 0) key.current = randomId();
    const refused = [...errors, ...results.flatMap((result) => result.errors)];
    return {
      conversationId: null,
      refused: refused.map((each) =>
        each.reason === 'KEY_USED_BEFORE' ? { ...each, said: t('newMessage.takenBefore') } : each,
      ),
    };
  };
  const send: Sending['send'] = async (input) => {
    if (isSending.current) return { conversationId: null, refused: [] };
    isSending.current = true;
    setBusy(true);
    try {
      return await attempt(input);
    } catch (error) {
      return { conversationId: null, refused: [refusedBy(error)] };
    } finally {
      isSending.current = false;
      setBusy(false);
    }
  };
  return { isBusy, send };
}

/** A request that brought no answer, as a refusal of the form. */
export function refusedBy(error: unknown): Refused {
  const { code, message, reason, values, retryAfterSeconds } =
    error instanceof AskFailure ? error : new AskFailure('INTERNAL_SERVER_ERROR', String(error));
  return { code, message, reason, values, retryAfterSeconds, path: null };
}
