import { useQuery } from 'urql';
import { Link } from 'wouter';
import { graphql } from '../graphql/graphql';
import { useText } from '../language/text';
import { useTimes } from '../language/times';
import css from './ContactPanel.module.css';

const CONTACT_RECORDS = graphql(`
  query ContactRecords($id: ID!) {
    contact(id: $id) {
      id
      records {
        id
        label
        portalUrl
        model {
          id
          label
        }
        messages(first: 3) {
          nodes {
            id
            text
            occurredAt
            conversation {
              id
            }
          }
        }
      }
    }
  }
`);

/** What the business has on record about a customer, each with the messages that were sent for it; nothing where there is nothing. */
export function ContactRecords({ contactId }: { contactId: string }) {
  const t = useText();
  const times = useTimes();
  const [{ data }] = useQuery({ query: CONTACT_RECORDS, variables: { id: contactId } });
  const records = data?.contact?.records ?? [];
  if (records.length === 0) return null;
  return (
    <section className={css.section}>
      <h4>{t('contact.records')}</h4>
      <ul className={css.records}>
        {records.map(({ id, label, portalUrl, model, messages }) => (
          <li key={id}>
            <p dir="auto">
              {portalUrl === null ? (
                <strong>{label}</strong>
              ) : (
                <a href={portalUrl} target="_blank" rel="noreferrer">
                  {label}
                </a>
              )}{' '}
              <small>{model.label}</small>
            </p>
            {messages.nodes.map((message) => (
              <Link key={message.id} href={`/inbox/all/${message.conversation.id}#${message.id}`}>
                <time dateTime={message.occurredAt}>{times.short(message.occurredAt)}</time>{' '}
                <span dir="auto">{message.text}</span>
              </Link>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
