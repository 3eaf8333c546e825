import { useIntl } from 'react-intl';
import type { TimelineKind, TimelineLineFragment } from '../../generated/graphql';
import { useText } from '../../language/text';
import { useTimes } from '../../language/times';
import css from './Timeline.module.css';

/** What people also do by themselves, or the rules do. */
const ALONE = ['JOINED', 'LEFT', 'ASSIGNED', 'REOPENED'] as const;
type Alone = (typeof ALONE)[number];

/** What happened, in one line between the messages: who did what to whom. */
export function TimelineLine({ entry }: { entry: TimelineLineFragment }) {
  const t = useText();
  const times = useTimes();
  const { formatList } = useIntl();
  const { kind, by, users, labelNames, occurredAt } = entry;
  const isByItself = by === null || (users.length === 1 && users[0]?.id === by.id);
  const names = formatList(labelNames.length > 0 ? labelNames : users.map(({ name }) => name));
  const values = { names, by: by?.name ?? t('timeline.somebody') };
  return (
    <li className={css.entry}>
      <span dir="auto">
        {isByItself && isAlone(kind) ? t(`timelineAlone.${kind}`, values) : t(`timeline.${kind}`, values)}
      </span>{' '}
      <time dateTime={occurredAt} title={times.full(occurredAt)}>
        {times.clock(occurredAt)}
      </time>
    </li>
  );
}

function isAlone(kind: TimelineKind): kind is Alone {
  return ALONE.some((known) => known === kind);
}
