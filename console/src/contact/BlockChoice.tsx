import { Ban } from 'lucide-react';
import '../graphql/refused';
import { graphql } from '../graphql/graphql';
import { useText } from '../language/text';
import { useTimes } from '../language/times';
import { useChange } from '../parts/form/change';
import { ConfirmButton } from '../parts/form/ConfirmButton';
import { Problems } from '../parts/form/Form';
import css from './ContactPanel.module.css';

const BLOCK = graphql(`
  mutation BlockContact($input: ContactIdInput!) {
    blockContact(input: $input) {
      contact {
        id
        blockedAt
      }
      errors {
        ...Refused
      }
    }
  }
`);
const UNBLOCK = graphql(`
  mutation UnblockContact($input: ContactIdInput!) {
    unblockContact(input: $input) {
      contact {
        id
        blockedAt
      }
      errors {
        ...Refused
      }
    }
  }
`);

interface Props {
  contactId: string;
  name: string;
  blockedAt: string | null;
}

/** Blocks a customer at WhatsApp itself, after one has been asked; and lets them write again. */
export function BlockChoice({ contactId, name, blockedAt }: Props) {
  const t = useText();
  const times = useTimes();
  const change = useChange();
  const input = { contactId };
  if (blockedAt === null)
    return (
      <div className={css.block}>
        <ConfirmButton
          label={t('contact.block')}
          isSmall
          icon={<Ban aria-hidden="true" />}
          question={t('contact.block.question', { name })}
          change={change}
          onConfirm={async () => (await change.run(BLOCK, { input })) !== null}
        />
      </div>
    );
  return (
    <div className={css.block}>
      <p>{t('contact.blockedSince', { time: times.full(blockedAt) })}</p>
      <button
        type="button"
        className="button small"
        aria-disabled={change.isBusy}
        onClick={() => void change.run(UNBLOCK, { input })}
      >
        {t('contact.unblock')}
      </button>
      <Problems refusals={change.refusals} />
    </div>
  );
}
