import { useState } from 'react';
import type { VariableSource } from '../../generated/graphql';
import { useText, type SayText } from '../../language/text';
import { Field, SelectField, TextField } from '../../parts/form/Form';
import { Section } from '../../parts/page/Page';
import { variablesIn, type Variable } from './draft';
import { FieldPicker } from './FieldPicker';
import type { DraftProps } from './TemplateEditor';
import { FieldGroup } from '../../parts/form/FieldGroup';

const SOURCES: VariableSource[] = ['FREE_TEXT', 'FIELD', 'PORTAL_LINK', 'USER_NAME', 'USER_PHONE'];

/** What each placeholder stands for, with the sample that the reviewers at Meta see. */
export function VariableFields({ draft, change }: DraftProps) {
  const t = useText();
  const [pickingFor, setPickingFor] = useState<Variable | null>(null);
  const variables = variablesIn(draft);
  const put = (variable: Variable): void => change({ variables: { ...draft.variables, [variable.key]: variable } });
  return (
    <Section title={t('variables.title')}>
      {variables.length === 0 && <p>{t('variables.none', { example: '{{1}}' })}</p>}
      {variables.map((variable, index) => {
        const name = nameOf(variable, t);
        const chosen = variable.fieldLabels?.join(' › ') ?? variable.fieldPath ?? t('templates.choose');
        return (
          <FieldGroup key={variable.key} title={name}>
            <SelectField
              label={t('variables.source')}
              path={`variables.${index}.source`}
              value={variable.source}
              options={SOURCES.map((value) => ({ value, label: t(`source.${value}`) }))}
              onChange={(source) => put({ ...variable, source })}
            />
            {variable.source === 'FIELD' && (
              <Field
                label={t('variables.field')}
                path={`variables.${index}.fieldPath`}
                hint={draft.appliesTo === null ? t('variables.needsModel') : undefined}
              >
                {(described) => (
                  <button
                    {...described}
                    type="button"
                    className="button"
                    aria-label={`${t('variables.field')}: ${chosen}`}
                    disabled={draft.appliesTo === null}
                    onClick={() => setPickingFor(variable)}
                  >
                    {chosen}
                  </button>
                )}
              </Field>
            )}
            <TextField
              label={t('variables.sample')}
              path={`variables.${index}.sampleValue`}
              value={variable.sampleValue}
              onChange={(sampleValue) => put({ ...variable, sampleValue })}
            />
            <TextField
              label={t('variables.fallback')}
              path={`variables.${index}.fallback`}
              value={variable.fallback ?? ''}
              onChange={(fallback) => put({ ...variable, fallback: fallback === '' ? null : fallback })}
            />
          </FieldGroup>
        );
      })}
      {pickingFor !== null && draft.appliesTo !== null && (
        <FieldPicker
          modelId={draft.appliesTo}
          onChoose={({ path, labels }) => {
            put({ ...pickingFor, fieldPath: path, fieldLabels: labels });
            setPickingFor(null);
          }}
          onClose={() => setPickingFor(null)}
        />
      )}
    </Section>
  );
}

function nameOf({ placement, name, buttonIndex }: Variable, t: SayText): string {
  if (placement === 'BUTTON') return t('variables.inButton', { number: (buttonIndex ?? 0) + 1 });
  return `${t(`placement.${placement}`)}: ${placement === 'LOCATION' ? name : `{{${name}}}`}`;
}
