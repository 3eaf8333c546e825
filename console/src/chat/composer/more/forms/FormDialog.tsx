import { useState } from 'react';
import { useWorkspace } from '../../../../app/workspace';
import { AskFailure } from '../../../../graphql/ask';
import { useText } from '../../../../language/text';
import type { Refused } from '../../../../parts/form/change';
import { FormFoot } from '../../../../parts/form/Choices';
import { Form } from '../../../../parts/form/Form';
import { ModalDialog } from '../../../../parts/form/ModalDialog';
import { randomId } from '../../../../parts/random-id';
import { FormFields } from './FormFields';
import { emptyValues, missingIn } from './form-values';
import type { FormKind } from './form-kinds';
import { contentOf, MESSAGE_FORMS, pathOf } from './message-forms';

interface Props {
  kind: FormKind;
  conversationId: string;
  accountId: string;
  replyToId: string | null;
  onSent: () => void;
  onClose: () => void;
}

/** The form of a message. It stays until the message is taken, with what was refused beside its fields; its key is one, so that nothing is sent twice. */
export default function FormDialog({ kind, conversationId, accountId, replyToId, onSent, onClose }: Props) {
  const t = useText();
  const { outbox } = useWorkspace();
  const { fields } = MESSAGE_FORMS[kind];
  const [key] = useState(randomId);
  const [values, setValues] = useState(() => emptyValues(fields));
  const [refusals, setRefusals] = useState<readonly Refused[]>([]);
  const [isBusy, setBusy] = useState(false);
  const send = async (): Promise<void> => {
    const missing = missingIn(fields, values).map((path) => pathOf(kind, path).split('.'));
    setRefusals(missing.map((path) => ({ code: 'REQUIRED', message: '', path })));
    if (missing.length > 0) return;
    setBusy(true);
    try {
      const refused = await outbox.sendNow(key, conversationId, contentOf(kind, values), replyToId);
      setRefusals(refused);
      if (refused.length > 0) return;
      onClose();
      onSent();
    } catch (error) {
      const { code, message, reason, values: of } = failureOf(error);
      setRefusals([{ code, message, reason, values: of, path: null }]);
    } finally {
      setBusy(false);
    }
  };
  return (
    <ModalDialog title={t(`extra.${kind}`)} onClose={onClose}>
      <Form refusals={refusals} isBusy={isBusy} onSubmit={() => void send()}>
        <FormFields
          fields={fields}
          values={values}
          path={`content.${MESSAGE_FORMS[kind].content}`}
          accountId={accountId}
          onChange={setValues}
        />
        <FormFoot>
          <button type="submit" className="button primary" aria-disabled={isBusy}>
            {t('composer.send')}
          </button>
        </FormFoot>
      </Form>
    </ModalDialog>
  );
}

function failureOf(error: unknown): AskFailure {
  return error instanceof AskFailure ? error : new AskFailure('INTERNAL_SERVER_ERROR', String(error));
}
