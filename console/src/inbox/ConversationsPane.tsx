import { Search, X } from 'lucide-react';
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useIntl } from 'react-intl';
import { Link, useLocation } from 'wouter';
import { useWorkspace } from '../app/workspace';
import { useText } from '../language/text';
import { useStore } from '../parts/state/store';
import { ConversationListView } from './ConversationListView';
import { useWhatToFind, type InboxAddress } from './inbox-address';
import { NewMessageButton } from './new-message/NewMessageButton';
import { ownNumbers } from './own-numbers';
import { SearchResults } from './SearchResults';
import { isCounted, type CountedView, type ViewCounts } from './view-counts';
import { VIEW_NAMES, VIEWS } from './views';
import css from './Inbox.module.css';

type InboxCount = ViewCounts[CountedView];

const SEARCH_AFTER_MS = 250;

export function ConversationsPane({ address }: { address: InboxAddress }) {
  const t = useText();
  const wanted = useWhatToFind();
  const [text, setText] = useState(wanted ?? '');
  useEffect(() => {
    if (wanted !== null) setText(wanted);
  }, [wanted]);
  const searched = useSettled(text.trim());
  const field = useRef<HTMLInputElement>(null);
  useSearchKey(field);
  return (
    <section className={css.pane} aria-label={t('inbox.conversations')}>
      <div className={css.head}>
        <p className={css.title} aria-hidden="true">
          {t('nav.inbox')}
        </p>
        <div className={css.choices}>
          <PhoneNumberChoice address={address} />
          <LabelChoice address={address} />
          <NewMessageButton phoneNumberId={address.view.phoneNumberId} />
        </div>
        <div className={css.search} role="search">
          <Search aria-hidden="true" />
          <input
            ref={field}
            type="search"
            className="input"
            aria-label={t('inbox.search')}
            placeholder={t('inbox.search.hint')}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') setText('');
            }}
          />
          {text !== '' && (
            <button type="button" aria-label={t('inbox.search.clear')} onClick={() => setText('')}>
              <X aria-hidden="true" />
            </button>
          )}
        </div>
        <nav className={css.views} aria-label={t('inbox.views')}>
          {VIEW_NAMES.map((name) => (
            <Link
              key={name}
              href={address.ofView(name)}
              className={css.view}
              aria-current={searched === '' && name === address.view.name ? 'true' : undefined}
              onClick={() => setText('')}
            >
              {t(VIEWS[name].label)}
              {address.view.labelId === null && isCounted(name) && (
                <Count of={name} phoneNumberId={address.view.phoneNumberId} />
              )}
            </Link>
          ))}
        </nav>
      </div>
      {searched === '' ? <ViewList address={address} /> : <SearchResults text={searched} address={address} />}
    </section>
  );
}

/** Of all numbers or of the chosen one: nothing where there is nothing to do, with room for it, so that the list below stays where it is. */
function Count({ of, phoneNumberId }: { of: CountedView; phoneNumberId: string | null }) {
  const { viewCounts } = useWorkspace();
  useEffect(() => viewCounts.ofNumber(phoneNumberId), [viewCounts, phoneNumberId]);
  const counts = useStore(viewCounts.state);
  const count = counts?.phoneNumberId === phoneNumberId ? counts[of] : undefined;
  const { formatNumber } = useIntl();
  const isShown = count !== undefined && count.value > 0;
  return <span className={css.count}>{isShown && ` ${formatNumber(count.value)}${count.isExact ? '' : '+'}`}</span>;
}

function ViewList({ address }: { address: InboxAddress }) {
  const t = useText();
  const workspace = useWorkspace();
  const list = useMemo(() => workspace.list(address.view), [workspace, address.view]);
  return <ConversationListView list={list} address={address} label={t(VIEWS[address.view.name].label)} />;
}

/** Only where there is more than one number to choose from; each with its open conversations. */
function PhoneNumberChoice({ address }: { address: InboxAddress }) {
  const t = useText();
  const [, navigate] = useLocation();
  const { viewer, viewCounts } = useWorkspace();
  const { accounts } = viewer;
  const counts = useStore(viewCounts.state)?.numbers;
  const withCount = useWithCount();
  const numbers = ownNumbers(accounts);
  if (numbers.length < 2) return null;
  return (
    <label className={css.number}>
      <span className="visually-hidden">{t('inbox.number')}</span>
      <select
        value={address.view.phoneNumberId ?? ''}
        onChange={(event) => navigate(address.ofNumber(event.target.value || null))}
      >
        <option value="">{t('inbox.number.all')}</option>
        {numbers.map(({ id, label }) => (
          <option key={id} value={id}>
            {withCount(label, counts?.find((number) => number.id === id)?.openConversations)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Only where there are labels; each with its open conversations. */
function LabelChoice({ address }: { address: InboxAddress }) {
  const t = useText();
  const [, navigate] = useLocation();
  const withCount = useWithCount();
  const { labels: catalogue, viewCounts } = useWorkspace();
  const byAccount = useStore(catalogue.state);
  const counts = useStore(viewCounts.state)?.labels;
  const labels = [...byAccount.values()].flat();
  if (labels.length === 0 && address.view.labelId === null) return null;
  return (
    <div className={css.number}>
      <select
        aria-label={t('inbox.label')}
        value={address.view.labelId ?? ''}
        onChange={(event) => navigate(address.ofLabel(event.target.value || null))}
      >
        <option value="">{t('inbox.label.all')}</option>
        {labels.map(({ id, name }) => (
          <option key={id} value={id}>
            {withCount(name, counts?.find((label) => label.id === id)?.openConversations)}
          </option>
        ))}
      </select>
    </div>
  );
}

/** A name with its number of conversations, once that is known. */
function useWithCount(): (name: string, count: InboxCount | undefined) => string {
  const { formatNumber } = useIntl();
  return (name, count) =>
    count === undefined ? name : `${name} (${formatNumber(count.value)}${count.isExact ? '' : '+'})`;
}

/** What was typed, once it has stood for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), text === '' ? 0 : SEARCH_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return useDeferredValue(settled);
}

/** Ctrl+K, or ⌘K, from everywhere in the inbox. */
function useSearchKey(field: React.RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const focus = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      event.preventDefault();
      field.current?.select();
      field.current?.focus();
    };
    addEventListener('keydown', focus);
    return () => removeEventListener('keydown', focus);
  }, [field]);
}
