import { Braces } from 'lucide-react';
import { useRef } from 'react';
import { useText } from '../../language/text';
import { CheckBox } from '../../parts/form/Choices';
import { Field, TextField } from '../../parts/form/Form';
import { nextPlaceholder } from './draft';
import type { DraftProps } from './TemplateEditor';
import css from '../Templates.module.css';

const MAX_BODY = 1_024;

/** What is read: the body and what stands beneath it. Of one-time codes Meta writes it. */
export function ContentFields({ draft, change }: DraftProps) {
  const t = useText();
  if (draft.category === 'AUTHENTICATION') return <AuthenticationFields draft={draft} change={change} />;
  return (
    <>
      <BodyField draft={draft} change={change} />
      <TextField
        label={t('templates.footer')}
        path="footer"
        hint={t('templates.footer.hint')}
        value={draft.footer}
        onChange={(footer) => change({ footer })}
      />
    </>
  );
}

function BodyField({ draft, change }: DraftProps) {
  const t = useText();
  const area = useRef<HTMLTextAreaElement>(null);
  const insert = (): void => {
    const { selectionStart = draft.body.length, selectionEnd = draft.body.length } = area.current ?? {};
    const placeholder = nextPlaceholder(draft.body);
    change({ body: draft.body.slice(0, selectionStart) + placeholder + draft.body.slice(selectionEnd) });
    const cursor = selectionStart + placeholder.length;
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(cursor, cursor);
    });
  };
  return (
    <div className={css.body}>
      <Field
        label={t('templates.body')}
        path="body"
        hint={t('templates.body.hint', { count: draft.body.length, most: MAX_BODY })}
      >
        {(described) => (
          <textarea
            {...described}
            ref={area}
            rows={6}
            dir="auto"
            required
            value={draft.body}
            onChange={(event) => change({ body: event.target.value })}
          />
        )}
      </Field>
      <button type="button" className="button small" onClick={insert}>
        <Braces aria-hidden="true" />
        {t('templates.insert')}
      </button>
    </div>
  );
}

function AuthenticationFields({ draft, change }: DraftProps) {
  const t = useText();
  return (
    <>
      <p>{t('templates.authentication')}</p>
      <CheckBox
        label={t('templates.recommendation')}
        isChecked={draft.addSecurityRecommendation}
        onChange={(addSecurityRecommendation) => change({ addSecurityRecommendation })}
      />
      <TextField
        label={t('templates.expiration')}
        path="authentication.codeExpirationMinutes"
        hint={t('templates.expiration.hint')}
        type="number"
        min={1}
        max={90}
        value={draft.codeExpirationMinutes === null ? '' : String(draft.codeExpirationMinutes)}
        onChange={(value) => change({ codeExpirationMinutes: value === '' ? null : Number(value) })}
      />
    </>
  );
}
