import { useState } from 'react';
import { useQuery } from 'urql';
import { useWorkspace } from '../../app/workspace';
import type { RecordRuleStateFragment, RecordRuleTrigger } from '../../generated/graphql';
import { useText } from '../../language/text';
import { useChange } from '../../parts/form/change';
import { FormFoot } from '../../parts/form/Choices';
import { Form, SelectField, TextField } from '../../parts/form/Form';
import { SenderNumberField } from '../../parts/form/SenderNumberField';
import { ModalDialog } from '../../parts/form/ModalDialog';
import { SENDABLE_TEMPLATES } from '../../templates/picker/sendable-templates';
import { CREATE_RULE, UPDATE_RULE } from './rule-documents';
import { RuleFilter, useFilter, writtenFilter } from './RuleFilter';

interface Props {
  rule: RecordRuleStateFragment | null;
  accountId: string;
  onClose: () => void;
}

/** A rule, as it is to be. A new one is tried before it is enabled. */
export function RuleDialog({ rule, accountId, onClose }: Props) {
  const t = useText();
  const change = useChange();
  const [{ data }] = useQuery({ query: SENDABLE_TEMPLATES, variables: { accountId, search: null } });
  const templates = (data?.templates.nodes ?? []).filter(({ appliesTo }) => appliesTo !== null);
  const [name, setName] = useState(rule?.name ?? '');
  const [chosen, setChosen] = useState(rule?.template?.id ?? '');
  const templateId = chosen === '' ? (templates[0]?.id ?? '') : chosen;
  const [trigger, setTrigger] = useState<RecordRuleTrigger>(rule?.trigger ?? 'STATE_REACHED');
  const [phoneNumberId, setPhoneNumberId] = useState(rule?.phoneNumber?.id ?? '');
  const [filter, setFilter] = useState(() => writtenFilter(rule?.recordFilter ?? {}));
  const [isAttempted, setAttempted] = useState(false);
  const [isOnce, setOnce] = useState(rule?.oncePerRecord ?? true);
  const [maxPerHour, setMaxPerHour] = useState(String(rule?.maxPerHour ?? 100));
  const [maxPerDay, setMaxPerDay] = useState(String(rule?.maxPerDay ?? 1_000));
  const numbers = useWorkspace().viewer.accounts.find(({ id }) => id === accountId)?.phoneNumbers ?? [];
  const modelId = templates.find(({ id }) => id === templateId)?.appliesTo?.id ?? rule?.dataModel?.id ?? null;
  const recordFilter = useFilter(modelId, filter);
  const save = async (): Promise<void> => {
    setAttempted(true);
    if (recordFilter === null) return;
    const wanted = {
      name,
      templateId,
      ...(phoneNumberId !== '' && { phoneNumberId }),
      trigger,
      recordFilter,
      oncePerRecord: isOnce,
      maxPerHour: Number(maxPerHour) || 0,
      maxPerDay: Number(maxPerDay) || 0,
    };
    const payload =
      rule === null
        ? await change.run(CREATE_RULE, { input: wanted })
        : await change.run(UPDATE_RULE, { input: { ...wanted, ruleId: rule.id } });
    if (payload !== null) onClose();
  };
  return (
    <ModalDialog title={rule === null ? t('rules.new') : t('app.edit')} onClose={onClose}>
      <Form refusals={change.refusals} isBusy={change.isBusy} onSubmit={() => void save()}>
        <TextField label={t('rules.name')} path="name" value={name} onChange={setName} isRequired />
        <SelectField
          label={t('rules.template')}
          path="templateId"
          value={templateId}
          options={templates.map(({ id, displayName, language, appliesTo }) => ({
            value: id,
            label: `${displayName} (${language}) · ${appliesTo?.label ?? ''}`,
          }))}
          onChange={setChosen}
        />
        <SenderNumberField numbers={numbers} value={phoneNumberId} onChange={setPhoneNumberId} />
        <SelectField
          label={t('rules.trigger')}
          path="trigger"
          value={trigger}
          options={(['STATE_REACHED', 'CREATED'] as const).map((value) => ({
            value,
            label: t(`ruleTrigger.${value}`),
          }))}
          onChange={setTrigger}
        />
        <RuleFilter modelId={modelId} written={filter} isChecked={isAttempted} onChange={setFilter} />
        <label className="choice">
          <input type="checkbox" checked={isOnce} onChange={(event) => setOnce(event.target.checked)} />
          {t('rules.once')}
        </label>
        <TextField
          label={t('rules.maxPerHour')}
          path="maxPerHour"
          type="number"
          hint={t('rules.limits.hint')}
          value={maxPerHour}
          onChange={setMaxPerHour}
        />
        <TextField
          label={t('rules.maxPerDay')}
          path="maxPerDay"
          type="number"
          value={maxPerDay}
          onChange={setMaxPerDay}
        />
        <FormFoot>
          <button type="submit" className="button primary" aria-disabled={change.isBusy}>
            {t('app.save')}
          </button>
        </FormFoot>
      </Form>
    </ModalDialog>
  );
}
