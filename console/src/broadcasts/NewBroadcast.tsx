import { Send } from 'lucide-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import { useLocation } from 'wouter';
import { useWorkspace } from '../app/workspace';
import { useText } from '../language/text';
import { useChange } from '../parts/form/change';
import { CheckBox, FormFoot } from '../parts/form/Choices';
import { ConfirmButton } from '../parts/form/ConfirmButton';
import { Form, SelectField, TextField } from '../parts/form/Form';
import { SenderNumberField } from '../parts/form/SenderNumberField';
import { Page, Section } from '../parts/page/Page';
import { randomId } from '../parts/random-id';
import { SENDABLE_TEMPLATES } from '../templates/picker/sendable-templates';
import { NOBODY, type ChosenRecipients } from './recipients/chosen-recipients';
import { Previews } from './Previews';
import { Recipients, type Way } from './recipients/Recipients';
import { RefusedRows, type RefusedRow } from './recipients/RefusedRows';
import { MAX_AT_ONCE, useStartBroadcast } from './start-broadcast';

/** Which template, to whom, and when; checked as a whole before anything leaves. */
export function NewBroadcast() {
  const t = useText();
  const [, navigate] = useLocation();
  const { accounts } = useWorkspace().viewer;
  const change = useChange();
  const { start, handedOver } = useStartBroadcast(change);
  const [idempotencyKey] = useState(randomId);
  const [accountId, setAccountId] = useState(accounts[0]?.id ?? '');
  const [templateId, setTemplateId] = useState('');
  const [phoneNumberId, setPhoneNumberId] = useState('');
  const [way, setWay] = useState<Way>('LIST');
  const [chosen, setChosen] = useState<ChosenRecipients>(NOBODY);
  const [startAt, setStartAt] = useState('');
  const [rate, setRate] = useState('');
  const [skipInvalid, setSkipInvalid] = useState(false);
  const [{ data }] = useQuery({
    query: SENDABLE_TEMPLATES,
    variables: { accountId, search: null },
    pause: accountId === '',
  });
  const templates = data?.templates.nodes ?? [];
  const template = templates.find(({ id }) => id === templateId);
  const numbers = accounts.find(({ id }) => id === accountId)?.phoneNumbers ?? [];
  const choose = (id: string): void => {
    setTemplateId(id);
    setChosen(NOBODY);
    setWay('LIST');
  };
  const send = async (): Promise<boolean> => {
    const input = {
      idempotencyKey,
      templateId,
      skipInvalid,
      ...(phoneNumberId !== '' && { phoneNumberId }),
      ...(rate !== '' && { messagesPerSecond: Number(rate) }),
      ...(startAt !== '' && { startAt: new Date(startAt).toISOString() }),
    };
    const id = await start(input, chosen);
    if (id !== null) navigate(`/broadcasts/${id}`);
    return true; // what was refused stands beside its field
  };
  const { rows, others } = sorted(change.refusals, chosen);
  const count = chosen.count ?? 0;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <Page title={t('broadcasts.new')} back={{ href: '/broadcasts', label: t('broadcasts.back') }}>
      <Form refusals={others} isBusy={change.isBusy} onSubmit={() => undefined}>
        <Section title={t('broadcasts.about')}>
          {accounts.length > 1 && (
            <SelectField
              label={t('app.account')}
              path="accountId"
              value={accountId}
              options={accounts.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={(id) => {
                setAccountId(id);
                setPhoneNumberId('');
                choose('');
              }}
            />
          )}
          <SelectField
            label={t('broadcasts.template')}
            path="templateId"
            value={templateId}
            options={[
              { value: '', label: t('broadcasts.chooseTemplate') },
              ...templates.map((each) => ({
                value: each.id,
                label: `${each.displayName} (${each.language}) · ${t(`category.${each.category}`)}`,
              })),
            ]}
            onChange={choose}
          />
          <SenderNumberField numbers={numbers} value={phoneNumberId} onChange={setPhoneNumberId} />
        </Section>
        {template !== undefined && (
          <>
            <Section title={t('recipients.title')}>
              <Recipients
                key={`${templateId} ${way}`}
                accountId={accountId}
                template={template}
                way={way}
                onWay={(next) => {
                  setChosen(NOBODY);
                  setWay(next);
                }}
                onChange={setChosen}
              />
              <RefusedRows rows={rows} />
            </Section>
            <Previews template={template} chosen={chosen} />
            <Section title={t('broadcasts.when')}>
              <TextField
                label={t('broadcasts.startAt')}
                path="startAt"
                type="datetime-local"
                hint={t('broadcasts.startAt.hint', { zone })}
                value={startAt}
                onChange={setStartAt}
              />
              <TextField
                label={t('broadcasts.rate')}
                path="messagesPerSecond"
                type="number"
                min={1}
                max={1000}
                hint={t('broadcasts.rate.hint')}
                value={rate}
                onChange={setRate}
              />
              <CheckBox
                label={t('broadcasts.skipInvalid')}
                hint={t('broadcasts.skipInvalid.hint')}
                isChecked={skipInvalid}
                onChange={setSkipInvalid}
              />
            </Section>
            <FormFoot>
              {chosen.isReady && count > MAX_AT_ONCE && !skipInvalid ? (
                <p>{t('broadcasts.inParts')}</p>
              ) : chosen.isReady && chosen.count !== 0 ? (
                <ConfirmButton
                  label={startAt === '' ? t('broadcasts.start') : t('broadcasts.schedule')}
                  icon={<Send aria-hidden="true" />}
                  question={
                    handedOver !== null
                      ? t('broadcasts.handingOver', { sent: handedOver, total: count })
                      : chosen.count === null
                        ? t('broadcasts.start.records', { template: template.displayName })
                        : t('broadcasts.start.question', { template: template.displayName, count })
                  }
                  change={change}
                  isPrimary
                  onConfirm={send}
                />
              ) : (
                <p>{t('recipients.none')}</p>
              )}
            </FormFoot>
          </>
        )}
      </Form>
    </Page>
  );
}

/** What was refused of single recipients, by their lines, and all else. */
function sorted(refusals: ReturnType<typeof useChange>['refusals'], { lineOf }: ChosenRecipients) {
  const rows: RefusedRow[] = [];
  const others = refusals.filter((refused) => {
    const [list, index] = refused.path ?? [];
    if (list !== 'recipients' || index === undefined) return true;
    const { line, given } = lineOf(Number(index)) ?? { line: Number(index) + 1, given: '' };
    rows.push({ line, given, errors: [refused] });
    return false;
  });
  return { rows, others };
}
