import type { ChatMessageFragment } from '../../generated/graphql';

/** The message that the next answer quotes. */
export type QuotedMessage = ChatMessageFragment;
