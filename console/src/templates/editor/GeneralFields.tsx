import { useState } from 'react';
import { useQuery } from 'urql';
import type { TemplateCategory, WholeTemplateFragment } from '../../generated/graphql';
import { useText } from '../../language/text';
import { Choices } from '../../parts/form/Choices';
import { useColleagues } from '../../parts/colleagues';
import { Field, SelectField, TextField } from '../../parts/form/Form';
import { Section } from '../../parts/page/Page';
import { FieldPicker } from './FieldPicker';
import { CATEGORIES } from '../template-badges';
import { DATA_MODELS } from '../template-documents';
import type { DraftProps } from './TemplateEditor';
import { useTemplateLanguages } from './template-languages';

/** What it is called, whom it is for, and who may send it. */
export function GeneralFields({ draft, change, template }: DraftProps & { template: WholeTemplateFragment }) {
  const t = useText();
  const languages = useTemplateLanguages(draft.language);
  const [{ data }] = useQuery({ query: DATA_MODELS, variables: {} });
  const { colleagues } = useColleagues();
  const [isPicking, setPicking] = useState(false);
  const models = (data?.dataModels ?? []).map(({ id, label }) => ({ value: id, label }));
  return (
    <Section title={t('templates.basics')}>
      <TextField
        label={t('templates.name')}
        path="displayName"
        hint={t('templates.metaName', { name: template.name })}
        value={draft.displayName}
        onChange={(displayName) => change({ displayName })}
      />
      <SelectField
        label={t('templates.language')}
        path="language"
        value={draft.language}
        isDisabled={template.submittedAt !== null}
        options={languages}
        onChange={(language) => change({ language })}
      />
      <SelectField<TemplateCategory>
        label={t('templates.category')}
        path="category"
        hint={draft.category === 'UNKNOWN' ? undefined : t(`categoryHint.${draft.category}`)}
        value={draft.category}
        options={CATEGORIES.map((value) => ({ value, label: t(`category.${value}`) }))}
        onChange={(category) => change({ category })}
      />
      <SelectField
        label={t('templates.appliesTo')}
        path="appliesTo"
        hint={t('templates.appliesTo.hint')}
        value={draft.appliesTo ?? ''}
        options={[{ value: '', label: t('templates.noModel') }, ...models]}
        onChange={(id) => change({ appliesTo: id === '' ? null : id, phoneField: null, headerFile: null })}
      />
      {draft.appliesTo !== null && (
        <Field label={t('templates.phoneField')} path="phoneField" hint={t('templates.phoneField.hint')}>
          {(described) => (
            <button
              {...described}
              type="button"
              className="button"
              aria-label={`${t('templates.phoneField')}: ${draft.phoneField ?? t('templates.choose')}`}
              onClick={() => setPicking(true)}
            >
              {draft.phoneField ?? t('templates.choose')}
            </button>
          )}
        </Field>
      )}
      <Choices
        legend={t('templates.allowedUsers')}
        path="allowedUserIds"
        options={colleagues.map(({ id, name }) => ({ id, label: name }))}
        chosen={draft.allowedUserIds}
        onChange={(allowedUserIds) => change({ allowedUserIds })}
      />
      <label className="choice">
        <input
          type="checkbox"
          checked={draft.allowMultipleRecipients}
          onChange={(event) => change({ allowMultipleRecipients: event.target.checked })}
        />
        {t('templates.multipleRecipients')}
      </label>
      {isPicking && draft.appliesTo !== null && (
        <FieldPicker
          modelId={draft.appliesTo}
          types={['PHONE']}
          onChoose={({ path }) => {
            change({ phoneField: path });
            setPicking(false);
          }}
          onClose={() => setPicking(false)}
        />
      )}
    </Section>
  );
}
