import { UserPlus, X } from 'lucide-react';
import { useMemo } from 'react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { useWorkspace } from '../app/workspace';
import { useConversationActions } from '../chat/conversation-actions';
import type { InboxConversationFragment } from '../generated/graphql';
import { graphql } from '../graphql/graphql';
import { useText, type TextId } from '../language/text';
import { useTimes } from '../language/times';
import { Avatar } from '../parts/Avatar';
import { BlockChoice } from './BlockChoice';
import { ContactRecords } from './ContactRecords';
import { EraseContact } from './EraseContact';
import { ExportContact } from './ExportContact';
import { MarketingChoice } from './MarketingChoice';
import css from './ContactPanel.module.css';

const CONTACT = graphql(`
  query ContactBeside($id: ID!) {
    contact(id: $id) {
      id
      displayName
      profileName
      username
      phoneNumber
      externalId
      optedOutAt
      optOutSource
      blockedAt
      conversations {
        id
        status
        createdAt
        lastActivityAt
        phoneNumber {
          id
          displayPhoneNumber
        }
      }
    }
  }
`);
const COLLEAGUES = graphql(`
  query Colleagues {
    users(first: 100) {
      nodes {
        id
        name
        isActive
      }
    }
  }
`);

interface Props {
  conversation: InboxConversationFragment;
  onClose: () => void;
}

/** Who the customer is, and which colleagues take part. */
export default function ContactPanel({ conversation, onClose }: Props) {
  const t = useText();
  const times = useTimes();
  const { me } = useWorkspace().viewer;
  const { contact: known, phoneNumber, returnsToNotifyUsersAt } = conversation;
  const [{ data, error }] = useQuery({ query: CONTACT, variables: { id: known.id } });
  const contact = data?.contact;
  const earlier = contact?.conversations.filter(({ id }) => id !== conversation.id) ?? [];
  return (
    <aside className={css.panel} aria-label={t('contact.about', { name: known.displayName })}>
      <button
        type="button"
        className={`button quiet icon ${css.close}`}
        aria-label={t('contact.close')}
        onClick={onClose}
      >
        <X aria-hidden="true" />
      </button>
      <div className={css.who}>
        <Avatar id={known.id} name={known.displayName} size="large" />
        <h3>
          <bdi>{known.displayName}</bdi>
        </h3>
        {known.phoneNumber !== null && <bdi>{known.phoneNumber}</bdi>}
        {contact?.username != null && <bdi>@{contact.username}</bdi>}
      </div>
      {error !== undefined && <p role="alert">{t('error.UNREACHABLE')}</p>}
      <MarketingChoice contactId={known.id} optedOutAt={contact?.optedOutAt ?? known.optedOutAt} />
      {known.groupId === null && (
        <BlockChoice contactId={known.id} name={known.displayName} blockedAt={known.blockedAt} />
      )}
      <dl className={css.facts}>
        {contact?.profileName != null && contact.profileName !== known.displayName && (
          <Fact label={t('contact.profileName')}>{contact.profileName}</Fact>
        )}
        {contact?.externalId != null && <Fact label={t('contact.externalId')}>{contact.externalId}</Fact>}
        <Fact label={t('contact.writesTo')}>{phoneNumber.verifiedName ?? phoneNumber.displayPhoneNumber}</Fact>
        {returnsToNotifyUsersAt !== null && (
          <Fact label={t('contact.returns')}>{times.full(returnsToNotifyUsersAt)}</Fact>
        )}
      </dl>
      <Participants conversation={conversation} />
      <ContactRecords contactId={known.id} />
      {earlier.length > 0 && (
        <section className={css.section}>
          <h4>{t('contact.earlier')}</h4>
          <ul>
            {earlier.map(({ id, status, lastActivityAt, phoneNumber: number }) => {
              const label: TextId = `conversation.${status}`;
              return (
                <li key={id}>
                  <Link href={`/inbox/all/${id}`}>
                    {times.short(lastActivityAt)} · {number.displayPhoneNumber}
                  </Link>{' '}
                  {t(label)}
                </li>
              );
            })}
          </ul>
        </section>
      )}
      {me.role === 'ADMIN' && (
        <>
          <ExportContact id={known.id} isSmall />
          <EraseContact id={known.id} name={known.displayName} backTo="/inbox/all" isSmall />
        </>
      )}
    </aside>
  );
}

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <bdi>{children}</bdi>
      </dd>
    </div>
  );
}

function Participants({ conversation }: { conversation: InboxConversationFragment }) {
  const t = useText();
  const { me } = useWorkspace().viewer;
  const actions = useConversationActions(conversation.id);
  const { participants, assignee, allowedActions } = conversation;
  const [{ data }] = useQuery({ query: COLLEAGUES, variables: {} });
  const mayChange = allowedActions.includes('ADD_PARTICIPANTS');
  const others = useMemo(
    () =>
      (data?.users.nodes ?? []).filter(
        ({ id, isActive }) => isActive && !participants.some(({ user }) => user.id === id),
      ),
    [data, participants],
  );
  return (
    <section className={css.section}>
      <h4>{t('contact.colleagues')}</h4>
      {participants.length === 0 && <p className={css.soft}>{t('contact.nobody')}</p>}
      <ul className={css.people}>
        {participants.map(({ user }) => (
          <li key={user.id}>
            <Avatar id={user.id} name={user.name} size="small" />
            <span>
              <bdi>{user.id === me.id ? t('contact.youNamed', { name: user.name }) : user.name}</bdi>
              {assignee?.id === user.id && <small>{t('contact.answers')}</small>}
            </span>
            {mayChange && (
              <button
                type="button"
                aria-label={t('contact.remove', { name: user.name })}
                onClick={() => void actions.remove([user.id])}
              >
                <X aria-hidden="true" />
              </button>
            )}
          </li>
        ))}
      </ul>
      {mayChange && (
        <>
          <PersonChoice label={t('contact.add')} people={others} onChoose={(id) => void actions.add([id])} />
          <PersonChoice
            label={t('contact.assign')}
            people={(data?.users.nodes ?? []).filter(({ id, isActive }) => isActive && id !== assignee?.id)}
            nobody={assignee === null ? null : t('contact.assignNobody')}
            onChoose={(id) => void actions.assign(id === '' ? null : id)}
          />
        </>
      )}
    </section>
  );
}

interface PersonChoiceProps {
  label: string;
  people: readonly { id: string; name: string }[];
  nobody?: string | null;
  onChoose: (userId: string) => void;
}

function PersonChoice({ label, people, nobody = null, onChoose }: PersonChoiceProps) {
  return (
    <label className="choice">
      <UserPlus aria-hidden="true" />
      <span className="visually-hidden">{label}</span>
      <select value="label" onChange={(event) => onChoose(event.target.value)}>
        <option value="label" disabled>
          {label}
        </option>
        {nobody !== null && <option value="">{nobody}</option>}
        {people.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
