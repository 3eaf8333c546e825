import { Link } from 'wouter';
import { useWorkspace } from '../app/workspace';
import { useText } from '../language/text';
import type { ReplyChoice } from './reply-choice';
import css from './Replies.module.css';

/** The canned replies that fit, above the box; each as it would be sent. */
export function ReplyList({ choice }: { choice: ReplyChoice }) {
  const t = useText();
  const { me } = useWorkspace().viewer;
  const { replies, listId, chosen } = choice;
  return (
    <div className={css.place}>
      <p role="status" className="visually-hidden">
        {replies === null ? '' : t('replyChoice.found', { count: replies.length })}
      </p>
      {replies !== null && (replies.length > 0 || me.role !== 'OPERATOR') && (
        // A press on it leaves the focus in the box.
        <div className={`popover ${css.popup}`} onMouseDown={(event) => event.preventDefault()}>
          {replies.length > 0 && (
            <ul role="listbox" id={listId} aria-label={t('replyChoice.title')}>
              {replies.map((reply, index) => (
                <li
                  key={reply.id}
                  id={`${listId}-${index}`}
                  role="option"
                  aria-selected={index === chosen}
                  onClick={() => choice.choose(reply)}
                >
                  <strong dir="auto">/{reply.shortcut}</strong>
                  <span dir="auto">{reply.textFor}</span>
                </li>
              ))}
            </ul>
          )}
          {me.role !== 'OPERATOR' && (
            <Link href="/accounts/replies" className={css.manage}>
              {t('replyChoice.manage')}
            </Link>
          )}
        </div>
      )}
    </div>
  );
}
