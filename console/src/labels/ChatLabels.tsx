import { useWorkspace } from '../app/workspace';
import type { InboxConversationFragment } from '../generated/graphql';
import { useText } from '../language/text';
import { useCurrentLabels } from './label-catalogue';
import css from './Label.module.css';
import { LabelChip } from './LabelChip';

/** All labels of a conversation; nothing where it has none. */
export function ChatLabels({ conversation }: { conversation: InboxConversationFragment }) {
  const t = useText();
  const labels = useCurrentLabels(useWorkspace().labels, conversation);
  if (labels.length === 0) return null;
  return (
    <ul className={css.list} aria-label={t('label.title')}>
      {labels.map((label) => (
        <li key={label.id}>
          <LabelChip label={label} />
        </li>
      ))}
    </ul>
  );
}
