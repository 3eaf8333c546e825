import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { NumberStandingFragment, VerificationMethod } from '../../../generated/graphql';
import { useText } from '../../../language/text';
import { FormFoot } from '../../../parts/form/Choices';
import { Form, SelectField, TextField } from '../../../parts/form/Form';
import { ModalDialog } from '../../../parts/form/ModalDialog';
import { useTell } from '../../../parts/tell';
import { useNumberChange } from '../number-change';
import { REQUEST_CODE, VERIFY_NUMBER } from '../number-documents';
import { numberInText } from '../number-words';
import { codeLanguageOf } from './code-languages';
import { useCodeLanguages } from './use-code-languages';

interface Props {
  number: NumberStandingFragment;
  onClose: () => void;
}

const METHODS: VerificationMethod[] = ['SMS', 'VOICE'];

/** Meta tells the number a code, by text message or call; whoever enters it proves that the number is theirs. */
export function VerifyDialog({ number, onClose }: Props) {
  const t = useText();
  const [isAsking, setAsking] = useState(true);
  const [asked, setAsked] = useState<VerificationMethod | null>(null);
  return (
    <ModalDialog title={t('number.verify')} onClose={onClose}>
      {isAsking && <p>{t('number.verify.hint')}</p>}
      <div role="status">
        {!isAsking && asked !== null && <p>{t(`number.asked.${asked}`, { number: numberInText(number) })}</p>}
      </div>
      {isAsking ? (
        <AskForm
          number={number}
          onAsked={(method) => {
            setAsked(method);
            setAsking(false);
          }}
          onHasCode={() => setAsking(false)}
        />
      ) : (
        <CodeForm number={number} onVerified={onClose} onAskAnew={() => setAsking(true)} />
      )}
    </ModalDialog>
  );
}

function AskForm(props: {
  number: NumberStandingFragment;
  onAsked: (method: VerificationMethod) => void;
  onHasCode: () => void;
}) {
  const { number, onAsked, onHasCode } = props;
  const t = useText();
  const { locale } = useIntl();
  const change = useNumberChange();
  const languages = useCodeLanguages();
  const [method, setMethod] = useState<VerificationMethod>('SMS');
  const [language, setLanguage] = useState(() => codeLanguageOf(locale));
  const ask = async (): Promise<void> => {
    const input = { phoneNumberId: number.id, method, language };
    if ((await change.run(REQUEST_CODE, { input })) !== null) onAsked(method);
  };
  return (
    <Form refusals={change.refusals} isBusy={change.isBusy} onSubmit={() => void ask()}>
      <SelectField
        label={t('number.method')}
        path="method"
        value={method}
        options={METHODS.map((value) => ({ value, label: t(`number.method.${value}`) }))}
        onChange={setMethod}
      />
      <SelectField
        label={t('number.codeLanguage')}
        path="language"
        value={language}
        options={languages}
        onChange={setLanguage}
      />
      <FormFoot>
        <button type="button" className="button" onClick={onHasCode}>
          {t('number.haveCode')}
        </button>
        <button type="submit" className="button primary" aria-disabled={change.isBusy}>
          {t('number.askCode')}
        </button>
      </FormFoot>
    </Form>
  );
}

function CodeForm(props: { number: NumberStandingFragment; onVerified: () => void; onAskAnew: () => void }) {
  const { number, onVerified, onAskAnew } = props;
  const t = useText();
  const tell = useTell();
  const change = useNumberChange();
  const [code, setCode] = useState('');
  const verify = async (): Promise<void> => {
    if ((await change.run(VERIFY_NUMBER, { input: { phoneNumberId: number.id, code } })) === null) return;
    tell.done(t('number.verified.done'));
    onVerified();
  };
  return (
    <Form refusals={change.refusals} isBusy={change.isBusy} onSubmit={() => void verify()}>
      <TextField
        label={t('number.code')}
        hint={t('number.code.hint')}
        path="code"
        dir="ltr"
        inputMode="numeric"
        autoComplete="one-time-code"
        value={code}
        onChange={setCode}
      />
      <FormFoot>
        <button type="button" className="button" onClick={onAskAnew}>
          {t('number.askAnew')}
        </button>
        <button type="submit" className="button primary" aria-disabled={change.isBusy}>
          {t('number.verify.do')}
        </button>
      </FormFoot>
    </Form>
  );
}
