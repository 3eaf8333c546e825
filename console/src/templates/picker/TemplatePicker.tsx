import { ArrowLeft, Search } from 'lucide-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import type { InboxConversationFragment } from '../../generated/graphql';
import { useText, type TextId } from '../../language/text';
import { ModalDialog } from '../../parts/form/ModalDialog';
import { plainText } from '../../chat/text/formatting';
import { SENDABLE_TEMPLATES, type SendableTemplate } from './sendable-templates';
import { TemplateForm } from './TemplateForm';
import css from './TemplatePicker.module.css';

interface Props {
  conversation: InboxConversationFragment;
  onClose: () => void;
}

/** First which template, then what stands in its gaps, with the message as the customer will read it. */
export default function TemplatePicker({ conversation, onClose }: Props) {
  const t = useText();
  const [chosen, setChosen] = useState<SendableTemplate | null>(null);
  return (
    <ModalDialog
      isWide
      title={chosen === null ? t('picker.title') : chosen.displayName}
      onClose={onClose}
      lead={
        chosen !== null && (
          <button
            type="button"
            className="button quiet icon"
            aria-label={t('picker.back')}
            onClick={() => setChosen(null)}
          >
            <ArrowLeft className="lucide flips" aria-hidden="true" />
          </button>
        )
      }
    >
      {chosen === null ? (
        <Choice accountId={conversation.account.id} onChoose={setChosen} />
      ) : (
        <TemplateForm template={chosen} conversation={conversation} onSent={onClose} />
      )}
    </ModalDialog>
  );
}

function Choice({ accountId, onChoose }: { accountId: string; onChoose: (template: SendableTemplate) => void }) {
  const t = useText();
  const [search, setSearch] = useState('');
  const variables = { accountId, search: search.trim() === '' ? null : search.trim() };
  const [{ data, error, fetching }] = useQuery({ query: SENDABLE_TEMPLATES, variables });
  const templates = data?.templates.nodes ?? [];
  return (
    <>
      <label className={css.search}>
        <Search aria-hidden="true" />
        <span className="visually-hidden">{t('picker.search')}</span>
        <input
          type="search"
          className="input"
          autoFocus
          placeholder={t('picker.search')}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </label>
      <ul className={css.templates} aria-busy={fetching}>
        {templates.map((template) => {
          const category: TextId = `category.${template.category}`;
          return (
            <li key={template.id}>
              <button type="button" className={css.template} onClick={() => onChoose(template)}>
                <strong dir="auto">{template.displayName}</strong>
                <small>
                  {t(category)} · {template.language}
                  {template.appliesTo !== null && ` · ${template.appliesTo.label}`}
                </small>
                <span dir="auto">{plainText(template.body)}</span>
              </button>
            </li>
          );
        })}
      </ul>
      <p role="status" className={css.none}>
        {error !== undefined ? t('error.UNREACHABLE') : !fetching && templates.length === 0 ? t('picker.none') : ''}
      </p>
    </>
  );
}
