import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import { useWorkspace } from '../../app/workspace';
import type { InboxConversationFragment } from '../../generated/graphql';
import { useText } from '../../language/text';
import { ModalDialog } from '../../parts/form/ModalDialog';
import type { SendableTemplate } from './sendable-templates';
import { TemplateChoice } from './TemplateChoice';
import { TemplateForm, type FilledTemplate } from './TemplateForm';

interface Props {
  conversation: InboxConversationFragment;
  onClose: () => void;
}

/** First which template, then what stands in its gaps, with the message as the customer will read it. */
export default function TemplatePicker({ conversation, onClose }: Props) {
  const t = useText();
  const { outbox } = useWorkspace();
  const [chosen, setChosen] = useState<SendableTemplate | null>(null);
  const send = ({ body, template }: FilledTemplate): void => {
    outbox.send(conversation.id, body, { template });
    onClose();
  };
  return (
    <ModalDialog
      isWide
      title={chosen === null ? t('picker.title') : chosen.displayName}
      onClose={onClose}
      lead={
        chosen !== null && (
          <button
            type="button"
            className="button quiet icon"
            aria-label={t('picker.back')}
            onClick={() => setChosen(null)}
          >
            <ArrowLeft className="lucide flips" aria-hidden="true" />
          </button>
        )
      }
    >
      {chosen === null ? (
        <TemplateChoice accountId={conversation.account.id} onChoose={setChosen} />
      ) : (
        <TemplateForm template={chosen} phoneNumber={conversation.contact.phoneNumber} onSend={send} />
      )}
    </ModalDialog>
  );
}
