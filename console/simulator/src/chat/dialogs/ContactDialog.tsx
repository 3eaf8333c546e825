import { ContactForm } from '../../../../src/chat/composer/more/ContactForm';
import type { Extra } from '../../../../src/chat/composer/more/extra-kinds';
import { ModalDialog } from '../../../../src/parts/form/ModalDialog';
import { useText } from '../../language/text';
import type { Written } from '../taps';

/** A contact card, by the console's own form. */
export function ContactDialog({ onWrite, onClose }: { onWrite: (written: Written) => void; onClose: () => void }) {
  const t = useText();
  const write = ({ content: { contacts } }: Extra): void => {
    const cards = (contacts ?? []).map(({ formattedName, phones, emails, organization }) => ({
      name: { formatted_name: formattedName, first_name: formattedName },
      phones: (phones ?? []).map((phone) => ({ phone, type: 'CELL' })),
      emails: (emails ?? []).map((email) => ({ email })),
      ...(organization == null ? {} : { org: { company: organization } }),
    }));
    onWrite({ type: 'contacts', content: cards });
  };
  return (
    <ModalDialog title={t('extra.CONTACT')} onClose={onClose}>
      <ContactForm onSend={write} />
    </ModalDialog>
  );
}
