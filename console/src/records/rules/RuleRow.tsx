import { useState } from 'react';
import type { RecordRuleStateFragment, RecordRuleStatus } from '../../generated/graphql';
import { useText } from '../../language/text';
import { Badge, type Tone } from '../../parts/Badge';
import { useChange } from '../../parts/form/change';
import { ConfirmButton } from '../../parts/form/ConfirmButton';
import { Problems } from '../../parts/form/Form';
import { Row } from '../../parts/page/Rows';
import css from '../Records.module.css';
import { DryRunDialog } from './DryRunDialog';
import { DELETE_RULE, DISABLE_RULE, ENABLE_RULE, RESUME_RULE } from './rule-documents';
import { RuleDialog } from './RuleDialog';
import { RuleLog } from './RuleLog';
import { useWordingText } from '../../language/reason-text';

const TONES: Record<RecordRuleStatus, Tone> = { ENABLED: 'good', DISABLED: 'plain', STOPPED: 'bad' };

interface Props {
  rule: RecordRuleStateFragment;
  accountId: string;
  onChanged: () => void;
}

/** A rule: what it does, whether it is at work, and what may be done about it. */
export function RuleRow({ rule, accountId, onChanged }: Props) {
  const t = useText();
  const said = useWordingText();
  const [opened, setOpened] = useState<'EDIT' | 'DRY_RUN' | 'LOG' | null>(null);
  const { name, status, stopReason, trigger, recordFilter, template, dataModel, waitingCount } = rule;
  const close = (): void => {
    setOpened(null);
    onChanged();
  };
  return (
    <Row title={name} badge={<Badge tone={TONES[status]}>{t(`ruleStatus.${status}`)}</Badge>}>
      <span>
        {dataModel?.label} · {t(`ruleTrigger.${trigger}`)} → <bdi>{template?.displayName}</bdi>
      </span>
      <small dir="ltr">{JSON.stringify(recordFilter)}</small>
      {stopReason !== null && <span className={css.error}>{said(stopReason, rule.stopReasonWording)}</span>}
      {waitingCount > 0 && <small>{t('rules.waiting', { count: waitingCount })}</small>}
      <RuleActions rule={rule} onChanged={onChanged} onOpen={setOpened} />
      {opened === 'EDIT' && <RuleDialog rule={rule} accountId={accountId} onClose={close} />}
      {opened === 'DRY_RUN' && <DryRunDialog rule={rule} onClose={close} />}
      {opened === 'LOG' && <RuleLog rule={rule} onClose={close} />}
    </Row>
  );
}

interface ActionsProps {
  rule: RecordRuleStateFragment;
  onChanged: () => void;
  onOpen: (dialog: 'EDIT' | 'DRY_RUN' | 'LOG') => void;
}

function RuleActions({ rule: { id, name, status }, onChanged, onOpen }: ActionsProps) {
  const t = useText();
  const [change, deletion] = [useChange(), useChange()];
  const input = { ruleId: id };
  const after = async (done: Promise<object | null>): Promise<boolean> => {
    const isDone = (await done) !== null;
    if (isDone) onChanged();
    return isDone;
  };
  const resume = (waiting: 'SEND' | 'DISCARD'): void =>
    void after(change.run(RESUME_RULE, { input: { ...input, waiting } }));
  const button = (label: string, onClick: () => void) => (
    <button type="button" className="button small" aria-disabled={change.isBusy} onClick={onClick}>
      {label}
    </button>
  );
  return (
    <div className={css.actions}>
      {button(t('rules.dryRun'), () => onOpen('DRY_RUN'))}
      {status === 'DISABLED' && button(t('rules.enable'), () => void after(change.run(ENABLE_RULE, { input })))}
      {status !== 'DISABLED' && button(t('rules.disable'), () => void after(change.run(DISABLE_RULE, { input })))}
      {status === 'STOPPED' && button(t('rules.resume.SEND'), () => resume('SEND'))}
      {status === 'STOPPED' && button(t('rules.resume.DISCARD'), () => resume('DISCARD'))}
      {button(t('rules.log'), () => onOpen('LOG'))}
      {button(t('app.edit'), () => onOpen('EDIT'))}
      <ConfirmButton
        label={t('app.delete')}
        question={t('rules.delete.question', { name })}
        change={deletion}
        isSmall
        onConfirm={() => after(deletion.run(DELETE_RULE, { input }))}
      />
      <Problems refusals={change.refusals} />
    </div>
  );
}
