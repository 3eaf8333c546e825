import { useQuery } from 'urql';
import { FormattedText } from '../chat/text/FormattedText';
import type { PreviewInput, VariableValueInput } from '../generated/graphql';
import { useText } from '../language/text';
import { Problems } from '../parts/form/Form';
import { Section } from '../parts/page/Page';
import { useSettled } from '../parts/state/settled';
import { PREVIEW } from '../templates/preview-document';
import type { SendableTemplate } from '../templates/picker/sendable-templates';
import { SOME_RECORDS } from './broadcast-documents';
import css from './Broadcasts.module.css';
import { gapsOf, type ChosenRecipients } from './recipients/chosen-recipients';

const SHOWN = 5;

interface Sample {
  key: string;
  name: string;
  input: PreviewInput;
}

/** What the first five would read. */
export function Previews({ template, chosen }: { template: SendableTemplate; chosen: ChosenRecipients }) {
  const t = useText();
  const { part, recordFilter } = chosen;
  const [{ data }] = useQuery({
    query: SOME_RECORDS,
    variables: { modelId: template.appliesTo?.id ?? '' },
    pause: recordFilter === null || template.appliesTo === null,
  });
  const samples: Sample[] =
    recordFilter === null
      ? part(0, SHOWN)
          .filter(({ values }) => isFilled(template, values ?? []))
          .map(({ phoneNumber, values }) => ({
            key: phoneNumber ?? '',
            name: phoneNumber ?? '',
            input: { values },
          }))
      : (data?.records.nodes ?? [])
          .filter(({ values }) => isLike(values, recordFilter))
          .slice(0, SHOWN)
          .map(({ id, label }) => ({ key: id, name: label, input: { recordId: id } }));
  if (samples.length === 0) return null;
  return (
    <Section title={t('broadcasts.previews')}>
      <ul className={css.previews}>
        {samples.map(({ key, name, input }) => (
          <Preview key={key} templateId={template.id} name={name} input={input} />
        ))}
      </ul>
    </Section>
  );
}

function Preview({ templateId, name, input }: { templateId: string; name: string; input: PreviewInput }) {
  const settled = useSettled(JSON.stringify(input));
  const [{ data }] = useQuery({
    query: PREVIEW,
    variables: { id: templateId, input: JSON.parse(settled) as PreviewInput },
    requestPolicy: 'network-only',
  });
  const preview = data?.template?.preview;
  return (
    <li>
      <small>
        <bdi>{preview?.recipient ?? name}</bdi>
      </small>
      {preview?.header != null && <strong dir="auto">{preview.header}</strong>}
      <FormattedText text={preview?.body ?? ''} />
      {preview?.footer != null && <small dir="auto">{preview.footer}</small>}
      <Problems refusals={preview?.errors ?? []} />
    </li>
  );
}

/** With a gap that nobody fills the preview would show samples, which nobody is sent. */
function isFilled(template: SendableTemplate, values: readonly VariableValueInput[]): boolean {
  return gapsOf(template).every(
    ({ fallback, name, placement, buttonIndex }) =>
      fallback !== null ||
      values.some((each) => each.name === name && each.placement === placement && each.buttonIndex === buttonIndex),
  );
}

function isLike(values: unknown, filter: unknown): boolean {
  const record = values as Record<string, unknown>;
  return Object.entries(filter as Record<string, unknown>).every(
    ([key, value]) => String(record[key]) === String(value),
  );
}
