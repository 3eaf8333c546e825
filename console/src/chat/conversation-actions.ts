import { useMemo } from 'react';
import '../graphql/fragments';
import { useWorkspace } from '../app/workspace';
import type { InboxConversationFragment } from '../generated/graphql';
import type { Refusal } from '../graphql/ask';
import { graphql } from '../graphql/graphql';
import { request } from '../graphql/request';
import { useTell } from '../parts/tell';

const ASSIGN = graphql(`
  mutation AssignConversation($input: AssignConversationInput!) {
    assignConversation(input: $input) {
      conversation {
        ...InboxConversation
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
const CLOSE = graphql(`
  mutation CloseConversation($input: ConversationIdInput!) {
    closeConversation(input: $input) {
      conversation {
        ...InboxConversation
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
const REOPEN = graphql(`
  mutation ReopenConversation($input: ConversationIdInput!) {
    reopenConversation(input: $input) {
      conversation {
        ...InboxConversation
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
const ADD_PARTICIPANTS = graphql(`
  mutation AddParticipants($input: ParticipantsInput!) {
    addParticipants(input: $input) {
      conversation {
        ...InboxConversation
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
const REMOVE_PARTICIPANTS = graphql(`
  mutation RemoveParticipants($input: ParticipantsInput!) {
    removeParticipants(input: $input) {
      conversation {
        ...InboxConversation
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
const ADD_LABELS = graphql(`
  mutation AddConversationLabels($input: ConversationLabelsInput!) {
    addConversationLabels(input: $input) {
      conversation {
        ...InboxConversation
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
const REMOVE_LABELS = graphql(`
  mutation RemoveConversationLabels($input: ConversationLabelsInput!) {
    removeConversationLabels(input: $input) {
      conversation {
        ...InboxConversation
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
  conversation: InboxConversationFragment | null;
  errors: Refusal[];
}

/** What can be done to a conversation; each says by itself what was refused. */
export function useConversationActions(conversationId: string) {
  const workspace = useWorkspace();
  const tell = useTell();
  return useMemo(() => {
    const act = async (doing: Promise<Payload>): Promise<void> => {
      const payload = await tell.failureOf(doing);
      if (payload?.conversation != null) workspace.putConversation(payload.conversation);
    };
    const input = { conversationId };
    return {
      assign: async (userId: string | null) =>
        act(request(ASSIGN, { input: { conversationId, userId } }).then((data) => data.assignConversation)),
      close: async () => act(request(CLOSE, { input }).then((data) => data.closeConversation)),
      reopen: async () => act(request(REOPEN, { input }).then((data) => data.reopenConversation)),
      label: async (labelId: string, has: boolean) => {
        const labels = { conversationId, labelIds: [labelId] };
        return act(
          has
            ? request(ADD_LABELS, { input: labels }).then((data) => data.addConversationLabels)
            : request(REMOVE_LABELS, { input: labels }).then((data) => data.removeConversationLabels),
        );
      },
      add: async (userIds: string[]) =>
        act(request(ADD_PARTICIPANTS, { input: { conversationId, userIds } }).then((data) => data.addParticipants)),
      remove: async (userIds: string[]) =>
        act(
          request(REMOVE_PARTICIPANTS, { input: { conversationId, userIds } }).then((data) => data.removeParticipants),
        ),
    };
  }, [conversationId, workspace, tell]);
}
