import type { InboxConversationFragment } from '../generated/graphql';
import { useWorkspace } from '../app/workspace';
import { useText } from '../language/text';
import { useCurrentLabels } from './label-catalogue';
import { LabelChip } from './LabelChip';
import css from './Label.module.css';

/** The first label of a row, and how many more there are; all of them for those who hear it. */
export function LabelsInRow({ conversation }: { conversation: InboxConversationFragment }) {
  const t = useText();
  const [first, ...more] = useCurrentLabels(useWorkspace().labels, conversation);
  if (first === undefined) return null;
  const names = [first, ...more].map(({ name }) => name).join(', ');
  return (
    <span className={css.inRow} title={names}>
      <span className="visually-hidden">{t('label.of', { names })}</span>
      <span aria-hidden="true" className={css.short}>
        <LabelChip label={first} />
        {more.length > 0 && <small>+{more.length}</small>}
      </span>
    </span>
  );
}
