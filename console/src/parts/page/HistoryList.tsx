import type { HistoryEntryFragment } from '../../generated/graphql';
import { useText } from '../../language/text';
import { useTimes } from '../../language/times';
import { Badge } from '../Badge';
import type { Connection } from '../connection';
import css from './HistoryList.module.css';
import { QueryState } from './Page';
import { MoreButton } from './Rows';
import { useWordingText } from '../../language/reason-text';

interface Props {
  history: Connection<HistoryEntryFragment>;
  /** Says from what to what, where the page has words for it. */
  changeText?: (entry: HistoryEntryFragment) => string;
}

/** What became of an account, a template or a number: when, what, and from where. */
export function HistoryList({ history, changeText }: Props) {
  const t = useText();
  const said = useWordingText();
  const times = useTimes();
  return (
    <>
      <ol className={css.history}>
        {history.nodes.map((entry) => {
          const { id, kind, source, from, to, toWording, reason, reasonWording, severity, occurredAt, by } = entry;
          return (
            <li key={id}>
              <time dateTime={occurredAt}>{times.full(occurredAt)}</time>
              <p>
                <strong>{t(`history.${kind}`)}</strong>{' '}
                {severity !== null && <Badge tone={severity === 'CRITICAL' ? 'bad' : 'warn'}>{severity}</Badge>}{' '}
                <span dir="auto">
                  {changeText?.(entry) ??
                    [from, to === null ? null : said(to, toWording)].filter((each) => each !== null).join(' → ')}
                </span>
              </p>
              {reason !== null && <p dir="auto">{said(reason, reasonWording)}</p>}
              <small>
                {t(`historySource.${source}`)}
                {by !== null && (
                  <>
                    {' · '}
                    <bdi>{by.name}</bdi>
                  </>
                )}
              </small>
            </li>
          );
        })}
      </ol>
      {history.nodes.length === 0 && (
        <QueryState error={history.error} isLoading={history.isLoading} empty={<p>{t('history.empty')}</p>} />
      )}
      <MoreButton hasMore={history.hasMore} isLoading={history.isLoading} onMore={history.more} />
    </>
  );
}
