import { Clock, Lock, Pencil, Trash2 } from 'lucide-react';
import { useWorkspace } from '../../app/workspace';
import { useErrorText } from '../../language/error-text';
import { useText } from '../../language/text';
import { useDrafted } from '../composer/use-draft';
import { FormattedText } from '../text/FormattedText';
import type { Unsent } from '../composer/outbox';
import css from './MessageBubble.module.css';

/** A message that the server has not answered yet: on its way, waiting for the network, or refused. */
export function UnsentBubble({ unsent }: { unsent: Unsent }) {
  const t = useText();
  const errorText = useErrorText();
  const { outbox } = useWorkspace();
  const { key, kind, text, state, refusal, conversationId } = unsent;
  const [draft, setDraft] = useDrafted(conversationId, kind);
  const takeBack = (): void => {
    setDraft(draft === '' ? text : `${text}\n${draft}`);
    outbox.discard(key);
  };
  return (
    <li className={css.place} data-direction={kind === 'note' ? 'INTERNAL' : 'OUTBOUND'}>
      <article className={css.bubble} data-unsent aria-label={t('chat.unsent')}>
        {kind === 'note' && (
          <p className={css.label}>
            <Lock aria-hidden="true" />
            {t('chat.note')}
          </p>
        )}
        <FormattedText text={text} />
        {state !== 'REFUSED' && (
          <p className={css.foot}>
            {t(state === 'WAITING' ? 'chat.waitsForNetwork' : 'status.SENDING')}
            <Clock aria-hidden="true" />
          </p>
        )}
      </article>
      {state === 'REFUSED' && refusal !== null && (
        <div className={css.trouble} data-status="FAILED" role="alert">
          <p>
            <strong>{t('chat.refused')}</strong> {errorText(refusal)}
          </p>
          {text !== '' && (
            <button type="button" className="button small" onClick={takeBack}>
              <Pencil aria-hidden="true" />
              {t('chat.editAgain')}
            </button>
          )}
          <button type="button" className="button small quiet" onClick={() => outbox.discard(key)}>
            <Trash2 aria-hidden="true" />
            {t('chat.discard')}
          </button>
        </div>
      )}
    </li>
  );
}
