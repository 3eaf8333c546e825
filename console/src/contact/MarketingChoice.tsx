import { useMutation } from 'urql';
import { AskFailure } from '../graphql/ask';
import { graphql } from '../graphql/graphql';
import { useText } from '../language/text';
import { useTimes } from '../language/times';
import { useTell } from '../parts/tell';
import css from './ContactPanel.module.css';

const OPT_OUT = graphql(`
  mutation OptOutContact($input: ContactIdInput!) {
    optOutContact(input: $input) {
      contact {
        id
        optedOutAt
        optOutSource
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
const OPT_IN = graphql(`
  mutation OptInContact($input: ContactIdInput!) {
    optInContact(input: $input) {
      contact {
        id
        optedOutAt
        optOutSource
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

/** Whether the customer wants marketing; changed only because they said so. */
export function MarketingChoice({ contactId, optedOutAt }: { contactId: string; optedOutAt: string | null }) {
  const t = useText();
  const times = useTimes();
  const tell = useTell();
  const [, optOut] = useMutation(OPT_OUT);
  const [, optIn] = useMutation(OPT_IN);
  const change = async (wantsNone: boolean): Promise<void> => {
    const input = { contactId };
    const answered = wantsNone ? optOut({ input }) : optIn({ input });
    await tell.failureOf(
      answered.then(({ data, error }) => {
        const payload =
          data === undefined ? undefined : 'optOutContact' in data ? data.optOutContact : data.optInContact;
        if (payload === undefined) throw new AskFailure('UNREACHABLE', error?.message ?? '');
        return payload;
      }),
    );
  };
  return (
    <label className={css.marketing}>
      <input type="checkbox" checked={optedOutAt !== null} onChange={(event) => void change(event.target.checked)} />
      <span>
        {t('contact.noMarketing')}
        {optedOutAt !== null && <small>{t('contact.since', { time: times.full(optedOutAt) })}</small>}
      </span>
    </label>
  );
}
