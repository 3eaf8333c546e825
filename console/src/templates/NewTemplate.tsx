import { useState } from 'react';
import { useQuery } from 'urql';
import { useLocation } from 'wouter';
import { useWorkspace } from '../app/workspace';
import { plainText } from '../chat/text/formatting';
import { useText } from '../language/text';
import { useChange } from '../parts/form/change';
import { FormFoot } from '../parts/form/Choices';
import { Form, SelectField, TextField } from '../parts/form/Form';
import { Page, Section } from '../parts/page/Page';
import { CATEGORIES } from './template-badges';
import { CREATE_TEMPLATE, LIBRARY } from './template-documents';
import { useTemplateLanguages } from './editor/template-languages';

/** A template of one-time codes has nothing else. */
const CODE_BUTTON = [{ type: 'ONE_TIME_PASSWORD', otpType: 'COPY_CODE' }] as const;

/** Says what it is for; everything else is written in the editor. */
export function NewTemplate() {
  const t = useText();
  const [, navigate] = useLocation();
  const { accounts } = useWorkspace().viewer;
  const change = useChange();
  const languages = useTemplateLanguages();
  const [{ data }] = useQuery({ query: LIBRARY, variables: {} });
  const [accountId, setAccountId] = useState(accounts[0]?.id ?? '');
  const [displayName, setDisplayName] = useState('');
  const [language, setLanguage] = useState('en');
  const [category, setCategory] = useState<(typeof CATEGORIES)[number]>('UTILITY');
  const [model, setModel] = useState('');
  const ready = (data?.templateLibrary ?? []).filter((each) => each.language === language);
  const chosen = ready.find(({ key }) => key === model);
  const create = async (): Promise<void> => {
    const name = displayName.trim();
    const draft = { accountId, displayName, language, category, body: '' };
    const input =
      chosen === undefined
        ? { draft: category === 'AUTHENTICATION' ? { ...draft, buttons: [...CODE_BUTTON] } : draft }
        : { fromLibrary: { accountId, key: chosen.key, language, ...(name !== '' && { displayName: name }) } };
    const payload = await change.run(CREATE_TEMPLATE, { input });
    if (payload?.template != null) navigate(`/templates/${payload.template.id}`);
  };
  // Of the two ways in, the path of a refusal names the one that was gone.
  const refusals = change.refusals.map((refused) => ({ ...refused, path: withoutWay(refused.path) }));
  return (
    <Page title={t('templates.new')} back={{ href: '/templates', label: t('templates.back') }}>
      <Section title={t('templates.basics')}>
        <Form refusals={refusals} isBusy={change.isBusy} onSubmit={() => void create()}>
          {accounts.length > 1 && (
            <SelectField
              label={t('app.account')}
              path="accountId"
              value={accountId}
              options={accounts.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={setAccountId}
            />
          )}
          <SelectField
            label={t('templates.language')}
            path="language"
            value={language}
            options={languages}
            onChange={setLanguage}
          />
          <SelectField
            label={t('templates.startFrom')}
            path="key"
            value={model}
            options={[
              { value: '', label: t('templates.startEmpty') },
              ...ready.map(({ key, title }) => ({ value: key, label: title })),
            ]}
            hint={chosen === undefined ? undefined : plainText(chosen.body)}
            onChange={setModel}
          />
          <TextField
            label={t('templates.name')}
            path="displayName"
            hint={t('templates.name.hint')}
            value={displayName}
            placeholder={chosen?.title}
            onChange={setDisplayName}
          />
          {chosen === undefined && (
            <SelectField
              label={t('templates.category')}
              path="category"
              hint={t(`categoryHint.${category}`)}
              value={category}
              options={CATEGORIES.map((value) => ({ value, label: t(`category.${value}`) }))}
              onChange={setCategory}
            />
          )}
          <FormFoot>
            <button type="submit" className="button primary" aria-disabled={change.isBusy}>
              {t('templates.create')}
            </button>
          </FormFoot>
        </Form>
      </Section>
    </Page>
  );
}

function withoutWay(path: readonly string[] | null | undefined): string[] {
  const [way, ...rest] = path ?? [];
  if (way === undefined) return [];
  return way === 'draft' || way === 'fromLibrary' ? rest : [way, ...rest];
}
