import { useState } from 'react';
import '../graphql/refused';
import { graphql } from '../graphql/graphql';
import { useText } from '../language/text';
import { useChange } from '../parts/form/change';
import { FormFoot } from '../parts/form/Choices';
import { Form, TextField } from '../parts/form/Form';
import { useTell } from '../parts/tell';

const NAME_CONTACT = graphql(`
  mutation NameContact($input: UpdateContactInput!) {
    updateContact(input: $input) {
      contact {
        id
        externalId
      }
      errors {
        ...Refused
      }
    }
  }
`);

interface Props {
  contactId: string;
  externalId: string | null;
}

/** By what the company's own system knows the contact; empty: by nothing. */
export function ExternalId({ contactId, externalId }: Props) {
  const t = useText();
  const tell = useTell();
  const change = useChange();
  const [value, setValue] = useState(externalId ?? '');
  const save = async (): Promise<void> => {
    const given = value.trim();
    const payload = await change.run(NAME_CONTACT, {
      input: { contactId, externalId: given === '' ? null : given },
    });
    if (payload !== null) tell.done(t('app.saved'));
  };
  return (
    <Form
      label={t('contact.externalId')}
      refusals={change.refusals}
      isBusy={change.isBusy}
      onSubmit={() => void save()}
    >
      <TextField label={t('contact.externalId')} path="externalId" value={value} onChange={setValue} />
      <FormFoot>
        <button type="submit" className="button" aria-disabled={change.isBusy}>
          {t('app.save')}
        </button>
      </FormFoot>
    </Form>
  );
}
