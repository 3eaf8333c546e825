import { useMemo } from 'react';
import '../../graphql/fragments';
import { useWorkspace } from '../../app/workspace';
import type { ChatMessageFragment } from '../../generated/graphql';
import type { Refusal } from '../../graphql/ask';
import { graphql } from '../../graphql/graphql';
import { request } from '../../graphql/request';
import { randomId } from '../../parts/random-id';
import { useTell } from '../../parts/tell';

const REACT = graphql(`
  mutation ReactToMessage($input: ReactToMessageInput!) {
    reactToMessage(input: $input) {
      message {
        ...ChatMessage
        conversation {
          id
        }
      }
      errors {
        code
        message
        reason
        values
      }
    }
  }
`);
const RETRY = graphql(`
  mutation RetryMessage($input: MessageIdInput!) {
    retryMessage(input: $input) {
      message {
        ...ChatMessage
        conversation {
          id
        }
      }
      errors {
        code
        message
        reason
        values
      }
    }
  }
`);
const CANCEL = graphql(`
  mutation CancelMessage($input: MessageIdInput!) {
    cancelMessage(input: $input) {
      message {
        ...ChatMessage
        conversation {
          id
        }
      }
      errors {
        code
        message
        reason
        values
      }
    }
  }
`);
const RETRY_MEDIA = graphql(`
  mutation RetryMedia($input: MediaIdInput!) {
    retryMedia(input: $input) {
      media {
        ...MediaFile
      }
      errors {
        code
        message
        reason
        values
      }
    }
  }
`);

interface Payload {
  message: (ChatMessageFragment & { conversation: { id: string } }) | null;
  errors: Refusal[];
}

/** What can be done to a message; each says by itself what was refused. */
export function useMessageActions({ id: messageId }: Pick<ChatMessageFragment, 'id'>) {
  const workspace = useWorkspace();
  const tell = useTell();
  return useMemo(() => {
    const act = async (doing: Promise<Payload>): Promise<void> => {
      const message = (await tell.failureOf(doing))?.message;
      if (message != null) workspace.chat(message.conversation.id).put(message);
    };
    const input = { messageId };
    return {
      react: async (emoji: string | null) =>
        act(
          request(REACT, { input: { messageId, emoji, idempotencyKey: randomId() } }).then(
            (data) => data.reactToMessage,
          ),
        ),
      retry: async () => act(request(RETRY, { input }).then((data) => data.retryMessage)),
      cancel: async () => act(request(CANCEL, { input }).then((data) => data.cancelMessage)),
      retryMedia: async (mediaId: string) => {
        await tell.failureOf(request(RETRY_MEDIA, { input: { mediaId } }).then((data) => data.retryMedia));
      },
    };
  }, [messageId, workspace, tell]);
}
