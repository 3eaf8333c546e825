import { useEffect, useMemo, useState } from 'react';
import { useQuery } from 'urql';
import type { TemplateDraftInput, WholeTemplateFragment } from '../../generated/graphql';
import { useText } from '../../language/text';
import { useChange } from '../../parts/form/change';
import { FormFoot } from '../../parts/form/Choices';
import { Form } from '../../parts/form/Form';
import { Section } from '../../parts/page/Page';
import { useSettled } from '../../parts/state/settled';
import { useTell } from '../../parts/tell';
import { ButtonFields } from './ButtonFields';
import { ContentFields } from './ContentFields';
import { draftInput, draftOf, updateInput, type Draft } from './draft';
import { GeneralFields } from './GeneralFields';
import { HeaderFields } from './HeaderFields';
import { PhonePicture } from '../PhonePicture';
import { SUBMIT_TEMPLATE, UPDATE_TEMPLATE, VALIDATE } from '../template-documents';
import css from '../Templates.module.css';
import { VariableFields } from './VariableFields';

export interface DraftProps {
  draft: Draft;
  change: (changes: Partial<Draft>) => void;
}

/** Writes a template, with the message as a customer will read it, and what Meta would refuse beside its field. */
export function TemplateEditor({ template }: { template: WholeTemplateFragment }) {
  const t = useText();
  const tell = useTell();
  const change = useChange();
  const kept = useMemo(() => draftOf(template), [template]);
  const [changes, setChanges] = useState<Partial<Draft>>({});
  const [upload, setUpload] = useState<string | null>(null);
  const draft = { ...kept, ...changes };
  const isDirty = JSON.stringify(draft) !== JSON.stringify(kept);
  const problems = useProblems(draft, template);
  useWarnBeforeLeaving(isDirty);
  const edit = (edited: Partial<Draft>): void => setChanges((before) => ({ ...before, ...edited }));
  const save = async (): Promise<boolean> => {
    if (!isDirty) return true;
    const payload = await change.run(UPDATE_TEMPLATE, { input: updateInput(draft, template) });
    if (payload === null) return false;
    setChanges({});
    tell.done(t('app.saved'));
    return true;
  };
  const submit = async (): Promise<void> => {
    if (!(await save())) return;
    const payload = await change.run(SUBMIT_TEMPLATE, { input: { templateId: template.id } });
    if (payload !== null) tell.done(t('templates.submitted'));
  };
  const props: DraftProps = { draft, change: edit };
  return (
    <div className={css.editor}>
      <Form
        label={t('templates.content')}
        refusals={[...change.refusals, ...problems]}
        isBusy={change.isBusy}
        onSubmit={() => void save()}
      >
        <Section title={t('templates.content')}>
          {draft.category !== 'AUTHENTICATION' && (
            <HeaderFields {...props} template={template} onUploaded={setUpload} />
          )}
          <ContentFields {...props} />
          <ButtonFields {...props} />
        </Section>
        <VariableFields {...props} />
        <GeneralFields {...props} template={template} />
        <div className={css.foot}>
          <FormFoot>
            <span role="status">{isDirty ? t('templates.dirty') : ''}</span>
            <button type="submit" className="button" aria-disabled={change.isBusy || !isDirty}>
              {t('app.save')}
            </button>
            <button
              type="button"
              className="button primary"
              aria-disabled={change.isBusy}
              onClick={() => void submit()}
            >
              {t('templates.submit')}
            </button>
          </FormFoot>
        </div>
      </Form>
      <aside className={css.picture} aria-label={t('picker.preview')}>
        <PhonePicture draft={draft} mediaUrl={upload ?? template.header.media?.url ?? null} />
      </aside>
    </div>
  );
}

/** What Meta would refuse of what is written now, asked as soon as nobody writes. */
function useProblems(draft: Draft, template: WholeTemplateFragment) {
  const settled = useSettled(JSON.stringify(draftInput(draft, template)));
  const input = useMemo(() => JSON.parse(settled) as TemplateDraftInput, [settled]);
  const [{ data, stale }] = useQuery({ query: VALIDATE, variables: { input } });
  return stale ? [] : (data?.validateTemplate ?? []);
}

function useWarnBeforeLeaving(isDirty: boolean): void {
  useEffect(() => {
    if (!isDirty) return;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [isDirty]);
}
