import { useState } from 'react';
import { useQuery } from 'urql';
import { FormattedText } from '../chat/text/FormattedText';
import type { WholeTemplateFragment } from '../generated/graphql';
import { useText } from '../language/text';
import { Problems } from '../parts/form/Form';
import { Section } from '../parts/page/Page';
import { HeaderFile } from './HeaderFile';
import { PREVIEW } from './preview-document';
import { isOfHeaderFile, RecordChoice } from './picker/RecordChoice';
import css from './Templates.module.css';

/** What a customer would read of a record, as it is stored, with everything that would refuse it. */
export function RecordPreview({ template }: { template: WholeTemplateFragment }) {
  const t = useText();
  const [recordId, setRecordId] = useState<string | null>(null);
  const [{ data, fetching }] = useQuery({
    query: PREVIEW,
    variables: { id: template.id, input: { recordId } },
    pause: recordId === null,
    requestPolicy: 'network-only',
  });
  const preview = recordId === null ? undefined : data?.template?.preview;
  const problems = preview?.errors ?? [];
  if (template.appliesTo === null) return null;
  return (
    <Section title={t('templates.recordPreview')}>
      <p>{t('templates.recordPreview.hint')}</p>
      <RecordChoice
        model={template.appliesTo}
        phoneNumber={null}
        chosenId={recordId}
        problems={problems.filter(isOfHeaderFile)}
        onChoose={setRecordId}
      />
      <div role="status" aria-busy={fetching} className={css.recordPreview}>
        {preview !== undefined && (
          <>
            {preview.recipient !== null && (
              <p>
                {t('templates.recipient')} <bdi>{preview.recipient}</bdi>
              </p>
            )}
            <HeaderFile type={template.header.type} preview={preview} />
            {preview.header !== null && <strong dir="auto">{preview.header}</strong>}
            <FormattedText text={preview.body} />
            {preview.footer !== null && <small dir="auto">{preview.footer}</small>}
            {preview.buttons.map((button, index) => (
              <p key={index}>
                <bdi>{button}</bdi> <bdi>{preview.buttonTargets[index]}</bdi>
              </p>
            ))}
          </>
        )}
      </div>
      <Problems refusals={problems.filter((each) => !isOfHeaderFile(each))} />
    </Section>
  );
}
