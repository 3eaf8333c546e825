import { Copy, RefreshCw, RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { WholeTemplateFragment } from '../generated/graphql';
import { useText } from '../language/text';
import { useChange } from '../parts/form/change';
import { CheckBox, FormFoot } from '../parts/form/Choices';
import { ConfirmButton } from '../parts/form/ConfirmButton';
import { Form, Problems, SelectField, TextField } from '../parts/form/Form';
import { ModalDialog } from '../parts/form/ModalDialog';
import { DELETE_TEMPLATE, DUPLICATE_TEMPLATE, RESET_TEMPLATE, SYNC_TEMPLATE } from './template-documents';
import { useTemplateLanguages } from './editor/template-languages';

interface Props {
  template: WholeTemplateFragment;
}

/** What can be done to a template as a whole. */
export function TemplateActions({ template }: Props) {
  const t = useText();
  const sync = useChange();
  const reset = useChange();
  const [isDuplicating, setDuplicating] = useState(false);
  const input = { templateId: template.id };
  return (
    <>
      {template.submittedAt !== null && (
        <button
          type="button"
          className="button"
          aria-disabled={sync.isBusy}
          onClick={() => void sync.run(SYNC_TEMPLATE, { input })}
        >
          <RefreshCw aria-hidden="true" />
          {t('sync.one')}
        </button>
      )}
      <button type="button" className="button" onClick={() => setDuplicating(true)}>
        <Copy aria-hidden="true" />
        {t('templates.duplicate')}
      </button>
      {template.status !== 'DRAFT' && (
        <ConfirmButton
          label={t('templates.reset')}
          icon={<RotateCcw aria-hidden="true" />}
          question={t('templates.reset.question')}
          change={reset}
          onConfirm={async () => (await reset.run(RESET_TEMPLATE, { input })) !== null}
        />
      )}
      <DeleteTemplate template={template} />
      <Problems refusals={sync.refusals} />
      {isDuplicating && <Duplicate template={template} onClose={() => setDuplicating(false)} />}
    </>
  );
}

function DeleteTemplate({ template }: Props) {
  const t = useText();
  const change = useChange();
  const [, navigate] = useLocation();
  const [allLanguages, setAllLanguages] = useState(false);
  const remove = async (): Promise<boolean> => {
    const payload = await change.run(DELETE_TEMPLATE, { input: { templateId: template.id, allLanguages } });
    if (payload !== null) navigate('/templates');
    return payload !== null;
  };
  const question = (
    <>
      <p>{t('templates.delete.question', { name: template.displayName, language: template.language })}</p>
      <CheckBox label={t('templates.delete.all')} isChecked={allLanguages} onChange={setAllLanguages} />
    </>
  );
  return (
    <ConfirmButton
      label={t('app.delete')}
      icon={<Trash2 aria-hidden="true" />}
      question={question}
      change={change}
      onConfirm={remove}
    />
  );
}

function Duplicate({ template, onClose }: Props & { onClose: () => void }) {
  const t = useText();
  const change = useChange();
  const [, navigate] = useLocation();
  const languages = useTemplateLanguages(template.language);
  const [displayName, setDisplayName] = useState('');
  const [language, setLanguage] = useState(template.language);
  const duplicate = async (): Promise<void> => {
    const input = {
      templateId: template.id,
      ...(displayName.trim() !== '' && { displayName }),
      ...(language !== template.language && { language }),
    };
    const payload = await change.run(DUPLICATE_TEMPLATE, { input });
    if (payload?.template != null) navigate(`/templates/${payload.template.id}`);
  };
  return (
    <ModalDialog title={t('templates.duplicate')} onClose={onClose}>
      <p>{t('templates.duplicate.hint')}</p>
      <Form refusals={change.refusals} isBusy={change.isBusy} onSubmit={() => void duplicate()}>
        <TextField
          label={t('templates.name')}
          path="displayName"
          placeholder={template.displayName}
          value={displayName}
          onChange={setDisplayName}
        />
        <SelectField
          label={t('templates.language')}
          path="language"
          value={language}
          options={languages}
          onChange={setLanguage}
        />
        <FormFoot>
          <button type="submit" className="button primary" aria-disabled={change.isBusy}>
            {t('templates.duplicate')}
          </button>
        </FormFoot>
      </Form>
    </ModalDialog>
  );
}
