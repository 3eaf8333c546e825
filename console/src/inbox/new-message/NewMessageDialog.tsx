import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useWorkspace } from '../../app/workspace';
import { useText } from '../../language/text';
import type { Refused } from '../../parts/form/change';
import { ModalDialog } from '../../parts/form/ModalDialog';
import { useTell } from '../../parts/tell';
import type { SendableTemplate } from '../../templates/picker/sendable-templates';
import { TemplateChoice } from '../../templates/picker/TemplateChoice';
import { TemplateForm, type FilledTemplate } from '../../templates/picker/TemplateForm';
import { ownNumbers } from '../own-numbers';
import { RecipientForm, type Recipient } from './RecipientForm';
import { useSendNewMessage } from './send-new-message';
import css from './NewMessage.module.css';

interface Props {
  /** The number that is chosen at first; null: none, unless there is only one. */
  phoneNumberId: string | null;
  onClose: () => void;
}

type Step = 'RECIPIENT' | 'TEMPLATE' | 'TEXTS';

const NONE: readonly Refused[] = [];
const BEFORE: Record<Step, Step | null> = { RECIPIENT: null, TEMPLATE: 'RECIPIENT', TEXTS: 'TEMPLATE' };

/** To whom, which template, and what stands in its gaps. Whoever goes back finds what was written. */
export default function NewMessageDialog({ phoneNumberId, onClose }: Props) {
  const t = useText();
  const tell = useTell();
  const [, navigate] = useLocation();
  const { isBusy, send } = useSendNewMessage();
  const numbers = ownNumbers(useWorkspace().viewer.accounts);
  const only = numbers.length === 1 ? numbers[0]?.id : undefined;
  const [written, setWritten] = useState({ phoneNumberId: only ?? phoneNumberId ?? '', number: '' });
  const [step, setStep] = useState<Step>('RECIPIENT');
  const [recipient, setRecipient] = useState<Recipient | null>(null);
  const [template, setTemplate] = useState<SendableTemplate | null>(null);
  const [refusals, setRefusals] = useState(NONE);
  const go = (to: Step): void => {
    setRefusals(NONE);
    setStep(to);
  };
  const goOn = (next: Recipient): void => {
    const isOfOtherAccount = recipient !== null && recipient.from.accountId !== next.from.accountId;
    const kept = isOfOtherAccount ? null : template;
    setRecipient(next);
    setTemplate(kept);
    go(kept === null ? 'TEMPLATE' : 'TEXTS');
  };
  const sendTo = async ({ from, phoneNumber }: Recipient, filled: FilledTemplate): Promise<void> => {
    setRefusals(NONE);
    const { templateId, ...filling } = filled.template;
    const recipients = [{ ...filling, phoneNumber }];
    const { conversationId, refused } = await send({ templateId, phoneNumberId: from.id, recipients });
    if (conversationId !== null) {
      tell.done(t('newMessage.sent', { number: `\u2068${phoneNumber}\u2069` })); // apart from the direction of the words
      onClose();
      navigate(`/inbox/all/${conversationId}`);
      return;
    }
    const placed = refused.map((each) => ({ ...each, path: withoutList(each.path) }));
    setRefusals(placed);
    if (placed.some(({ path }) => path[0] === 'phoneNumber' || path[0] === 'phoneNumberId')) setStep('RECIPIENT');
  };
  const before = BEFORE[step];
  return (
    <ModalDialog
      isWide
      title={step === 'TEXTS' && template !== null ? template.displayName : t(TITLES[step])}
      onClose={() => {
        if (!isBusy) onClose();
      }}
      lead={
        before !== null && (
          <button
            type="button"
            className="button quiet icon"
            aria-label={t(step === 'TEXTS' ? 'picker.back' : 'newMessage.back')}
            onClick={() => go(before)}
          >
            <ArrowLeft className="lucide flips" aria-hidden="true" />
          </button>
        )
      }
    >
      {step === 'RECIPIENT' && (
        <div className={css.recipient}>
          <RecipientForm numbers={numbers} written={written} refusals={refusals} onChange={setWritten} onNext={goOn} />
        </div>
      )}
      {step !== 'RECIPIENT' && recipient !== null && (
        <p className={css.to}>
          {t('newMessage.to')} {recipient.name !== null && <bdi>{recipient.name}</bdi>}{' '}
          <bdi dir="ltr">{recipient.phoneNumber}</bdi>
        </p>
      )}
      {step === 'TEMPLATE' && recipient !== null && (
        <TemplateChoice
          accountId={recipient.from.accountId}
          onChoose={(chosen) => {
            setTemplate(chosen);
            go('TEXTS');
          }}
        />
      )}
      {template !== null && recipient !== null && (
        <div className={css.texts} hidden={step !== 'TEXTS'}>
          <TemplateForm
            key={template.id}
            template={template}
            phoneNumber={recipient.phoneNumber}
            isBusy={isBusy}
            refusals={refusals}
            onSend={(filled) => void sendTo(recipient, filled)}
          />
        </div>
      )}
    </ModalDialog>
  );
}

const TITLES = { RECIPIENT: 'inbox.newMessage', TEMPLATE: 'picker.title', TEXTS: 'picker.title' } as const;

/** Of the one recipient the place in the list says nothing. */
function withoutList(path: readonly string[] | null | undefined): string[] {
  const [list, , ...rest] = path ?? [];
  return list === 'recipients' ? rest : [...(path ?? [])];
}
