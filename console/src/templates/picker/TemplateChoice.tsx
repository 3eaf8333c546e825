import { Search } from 'lucide-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import { plainText } from '../../chat/text/formatting';
import { useText, type TextId } from '../../language/text';
import { SENDABLE_TEMPLATES, type SendableTemplate } from './sendable-templates';
import css from './TemplatePicker.module.css';

interface Props {
  accountId: string;
  onChoose: (template: SendableTemplate) => void;
}

/** The templates that the viewer may send for an account, to search and to choose from. */
export function TemplateChoice({ accountId, onChoose }: Props) {
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
