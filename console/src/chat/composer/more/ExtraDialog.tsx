import { useWorkspace } from '../../../app/workspace';
import { useText } from '../../../language/text';
import { ModalDialog } from '../../../parts/form/ModalDialog';
import { ContactForm } from './ContactForm';
import type { Extra, ExtraKind } from './extra-kinds';
import { InteractiveForm } from './InteractiveForm';
import { LaterForm } from './LaterForm';
import { LocationForm } from './LocationForm';

interface Props {
  kind: ExtraKind;
  conversationId: string;
  replyToId: string | null;
  onSent: () => void;
  onClose: () => void;
}

/** Makes a message of another kind than text; sent, it stands in the chat like all others. */
export default function ExtraDialog({ kind, conversationId, replyToId, onSent, onClose }: Props) {
  const t = useText();
  const { outbox } = useWorkspace();
  const send = ({ text, content, sendAt }: Extra): void => {
    outbox.send(conversationId, text, content, replyToId, sendAt);
    onClose();
    onSent();
  };
  return (
    <ModalDialog title={t(`extra.${kind}`)} onClose={onClose}>
      {kind === 'LATER' && <LaterForm onSend={send} />}
      {kind === 'LOCATION' && <LocationForm onSend={send} />}
      {kind === 'CONTACT' && <ContactForm onSend={send} />}
      {(kind === 'BUTTONS' || kind === 'LIST') && <InteractiveForm kind={kind} onSend={send} />}
    </ModalDialog>
  );
}
