import type { RefObject } from 'react';
import { Dialog, Popover } from 'react-aria-components';
import { Link } from 'wouter';
import { useWorkspace } from '../app/workspace';
import { useConversationActions } from '../chat/conversation-actions';
import type { InboxConversationFragment } from '../generated/graphql';
import { useText } from '../language/text';
import { useCurrentLabels, useLabelsOf } from './label-catalogue';
import css from './Label.module.css';
import { LabelChip } from './LabelChip';

interface Props {
  conversation: InboxConversationFragment;
  opener: RefObject<HTMLButtonElement | null>;
  onClose: () => void;
}

/** Every label of the account with its box: a press gives it or takes it away. */
export default function LabelsMenu({ conversation, opener, onClose }: Props) {
  const t = useText();
  const { labels, viewer } = useWorkspace();
  const all = useLabelsOf(labels, conversation.account.id);
  const chosen = new Set(useCurrentLabels(labels, conversation).map(({ id }) => id));
  const actions = useConversationActions(conversation.id);
  return (
    <Popover className="popover" triggerRef={opener} isOpen onOpenChange={onClose} placement="bottom end">
      <Dialog className={css.menu} aria-label={t('label.title')}>
        {all.map((label) => (
          <label key={label.id}>
            <input
              type="checkbox"
              checked={chosen.has(label.id)}
              onChange={(event) => void actions.label(label.id, event.target.checked)}
            />
            <LabelChip label={label} />
          </label>
        ))}
        {all.length === 0 && <p>{t('label.none')}</p>}
        {viewer.me.role !== 'OPERATOR' && (
          <Link href={`/accounts/${conversation.account.id}`} onClick={onClose}>
            {t('label.manage')}
          </Link>
        )}
      </Dialog>
    </Popover>
  );
}
