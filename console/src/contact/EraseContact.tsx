import { Trash2 } from 'lucide-react';
import { useLocation } from 'wouter';
import '../graphql/refused';
import { graphql } from '../graphql/graphql';
import { useText } from '../language/text';
import { useChange } from '../parts/form/change';
import { ConfirmButton } from '../parts/form/ConfirmButton';
import { useTell } from '../parts/tell';

const ERASE_CONTACT = graphql(`
  mutation EraseContact($input: EraseContactInput!) {
    eraseContact(input: $input) {
      report {
        conversations
        messages
        files
        records
        webhookDeliveries
      }
      errors {
        ...Refused
      }
    }
  }
`);

interface Props {
  id: string;
  name: string;
  /** Where one is afterwards. */
  backTo: string;
  isSmall?: boolean;
}

/** Erases everything of a customer, after one has been asked; says what was erased. */
export function EraseContact({ id, name, backTo, isSmall = false }: Props) {
  const t = useText();
  const tell = useTell();
  const change = useChange();
  const [, navigate] = useLocation();
  const erase = async (): Promise<boolean> => {
    const payload = await change.run(ERASE_CONTACT, { input: { contactId: id } });
    if (payload === null) return false;
    const { conversations = 0, messages = 0, files = 0, records = 0 } = payload.report ?? {};
    tell.done(t('contact.erased', { conversations, messages, files, records }));
    navigate(backTo);
    return true;
  };
  return (
    <ConfirmButton
      label={t('contact.erase')}
      isSmall={isSmall}
      icon={<Trash2 aria-hidden="true" />}
      question={t('contact.erase.question', { name })}
      change={change}
      onConfirm={erase}
    />
  );
}
