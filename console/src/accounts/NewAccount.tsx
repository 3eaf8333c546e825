import { useState } from 'react';
import { useLocation } from 'wouter';
import { useWorkspace } from '../app/workspace';
import { useText } from '../language/text';
import { useChange } from '../parts/form/change';
import { Choices, FormFoot } from '../parts/form/Choices';
import { useColleagues } from '../parts/colleagues';
import { Form, TextField } from '../parts/form/Form';
import { Page, Section } from '../parts/page/Page';
import { CREATE_ACCOUNT } from './account-documents';
import { FIVE_VALUES, NO_VALUES, type FiveValues } from './five-values';

/** The first step from nothing to the first message: who the company is at Meta. */
export function NewAccount() {
  const t = useText();
  const change = useChange();
  const [, navigate] = useLocation();
  const { openAnew } = useWorkspace();
  const { colleagues } = useColleagues();
  const [name, setName] = useState('');
  const [values, setValues] = useState<FiveValues>(NO_VALUES);
  const [notifyUserIds, setNotifyUserIds] = useState<string[]>([]);
  const create = async (): Promise<void> => {
    const payload = await change.run(CREATE_ACCOUNT, { input: { name, ...values, notifyUserIds } });
    if (payload?.account == null) return;
    navigate(`/accounts/${payload.account.id}`);
    openAnew();
  };
  return (
    <Page title={t('accounts.new')} back={{ href: '/accounts', label: t('accounts.back') }}>
      <Section title={t('accounts.values')}>
        <p>
          {t('accounts.values.hint')}{' '}
          <a href="/docs/meta-setup" target="_blank" rel="noreferrer" hrefLang="en">
            {t('setup.guide')}
          </a>
        </p>
        <Form refusals={change.refusals} isBusy={change.isBusy} onSubmit={() => void create()}>
          <TextField
            label={t('field.name')}
            path="name"
            hint={t('accounts.name.hint')}
            value={name}
            onChange={setName}
            isRequired
          />
          {FIVE_VALUES.map(({ key, isSecret }) => (
            <TextField
              key={key}
              label={t(`accounts.${key}`)}
              hint={t(`atMeta.${key}`)}
              path={key}
              type={isSecret ? 'password' : 'text'}
              dir="ltr"
              isRequired
              value={values[key]}
              onChange={(value) => setValues({ ...values, [key]: value })}
            />
          ))}
          <Choices
            legend={t('accounts.notify')}
            path="notifyUserIds"
            options={colleagues.map(({ id, name: label }) => ({ id, label }))}
            chosen={notifyUserIds}
            onChange={setNotifyUserIds}
          />
          <FormFoot>
            <button type="submit" className="button primary" aria-disabled={change.isBusy}>
              {t('accounts.connect')}
            </button>
          </FormFoot>
        </Form>
      </Section>
    </Page>
  );
}
