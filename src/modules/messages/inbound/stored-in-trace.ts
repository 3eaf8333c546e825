import type { Tracing, TraceParent } from '../../../common/tracing/tracing.js';
import type { InboundMessage } from './inbound-message.js';

/** Trace of a message that was stored, to go on from: that of its delivery, in which stands that it was. */
export function storedInTrace(
  tracing: Tracing,
  { id, conversation, message, stored }: InboundMessage,
): { traceParent?: TraceParent | null } {
  if (!tracing.isOn) return {};
  const attributes = {
    'parley.message.id': id,
    'parley.conversation.id': conversation.id,
    'parley.message.kind': stored.kind,
  };
  return { traceParent: tracing.record('message stored', { parent: tracing.contextOf(message), attributes }) };
}
