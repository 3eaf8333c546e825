import { useState } from 'react';
import { useQuery } from 'urql';
import { FormattedText } from '../../chat/text/FormattedText';
import type { OutgoingTemplateInput, VariableValueInput } from '../../generated/graphql';
import { useErrorText } from '../../language/error-text';
import { useText } from '../../language/text';
import type { Refused } from '../../parts/form/change';
import { Problems } from '../../parts/form/Form';
import { useSettled } from '../../parts/state/settled';
import { PREVIEW } from '../preview-document';
import { HeaderFile } from '../HeaderFile';
import { isOfHeaderFile, RecordChoice } from './RecordChoice';
import { goodsOf, NO_PRODUCTS, ProductFields } from './ProductFields';
import type { SendableTemplate } from './sendable-templates';
import css from './TemplatePicker.module.css';

interface Props {
  template: SendableTemplate;
  /** Whose records are offered first; null: nobody's. */
  phoneNumber: string | null;
  /** Whether it is being sent. */
  isBusy?: boolean;
  /** What the sending was refused for. */
  refusals?: readonly Refused[];
  onSend: (filled: FilledTemplate) => void;
}

/** A template with all that it needs. */
export interface FilledTemplate {
  /** As the customer will read it. */
  body: string;
  template: OutgoingTemplateInput;
}

/** What stands in the gaps of a template, beside the message as the customer will read it. */
export function TemplateForm({ template, phoneNumber, isBusy = false, refusals = [], onSend }: Props) {
  const t = useText();
  const errorText = useErrorText();
  const [recordId, setRecordId] = useState<string | null>(null);
  const [texts, setTexts] = useState<Record<string, string>>({});
  const [products, setProducts] = useState(NO_PRODUCTS);
  const gaps = template.variables.filter(({ source }) => source === 'FREE_TEXT');
  const values: VariableValueInput[] = gaps
    .map(({ name, placement, buttonIndex, cardIndex }, index) => ({
      name,
      placement,
      buttonIndex,
      cardIndex,
      value: texts[index] ?? '',
    }))
    .filter(({ value }) => value.trim() !== '');
  const settled = useSettled(JSON.stringify({ recordId, values }));
  const [{ data, error, fetching, stale }] = useQuery({
    query: PREVIEW,
    variables: {
      id: template.id,
      input: JSON.parse(settled) as { recordId: string | null; values: VariableValueInput[] },
    },
    requestPolicy: 'network-only',
  });
  const preview = data?.template?.preview;
  const isCurrent = !fetching && !stale && settled === JSON.stringify({ recordId, values });
  const problems = isCurrent && preview !== undefined ? preview.errors : [];
  const isChosen = recordId !== null;
  // Without a record or a text the preview shows samples, which nobody is to be sent.
  const needsRecord =
    template.headerFile !== null ||
    template.variables.some(({ source }) => source === 'FIELD' || source === 'PORTAL_LINK');
  const isFilled =
    (recordId !== null || !needsRecord) &&
    gaps.every(({ fallback }, index) => fallback !== null || (texts[index] ?? '').trim() !== '');
  const goods = goodsOf(template.sendingNeeds, products);
  const isReady = isFilled && goods !== null && isCurrent && preview !== undefined && preview.errors.length === 0;
  const send = (): void => {
    if (isReady && !isBusy)
      onSend({ body: preview.body, template: { templateId: template.id, recordId, values, ...goods } });
  };
  return (
    <form
      className={css.form}
      aria-busy={isBusy}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className={css.fields}>
        {template.appliesTo !== null && (
          <RecordChoice
            model={template.appliesTo}
            phoneNumber={phoneNumber}
            chosenId={recordId}
            problems={isChosen ? problems.filter(isOfHeaderFile) : []}
            onChoose={setRecordId}
          />
        )}
        {gaps.map(({ name, sampleValue, fallback }, index) => (
          <label key={index} className="field">
            <span>{t('picker.value', { name, sample: sampleValue })}</span>
            <input
              dir="auto"
              placeholder={fallback ?? sampleValue}
              required={fallback === null}
              value={texts[index] ?? ''}
              onChange={(event) => setTexts({ ...texts, [index]: event.target.value })}
            />
          </label>
        ))}
        <ProductFields needs={template.sendingNeeds} written={products} onChange={setProducts} />
        {gaps.length === 0 && template.appliesTo === null && template.sendingNeeds.length === 0 && (
          <p className={css.soft}>{t('picker.nothingToFill')}</p>
        )}
      </div>
      <section className={css.preview} aria-label={t('picker.preview')} aria-busy={!isCurrent}>
        <h3>{t('picker.preview')}</h3>
        {preview !== undefined && (
          <div className={css.bubble}>
            <HeaderFile type={template.header.type} preview={preview} />
            {preview.header !== null && <strong dir="auto">{preview.header}</strong>}
            <FormattedText text={preview.body} />
            {preview.footer !== null && <small dir="auto">{preview.footer}</small>}
            <ul>
              {preview.buttons.map((button, index) => (
                <li key={index} dir="auto">
                  {button}
                </li>
              ))}
            </ul>
          </div>
        )}
        <div role="status">
          <ul className={css.problems}>
            {error !== undefined && <li>{t('error.UNREACHABLE')}</li>}
            {problems
              .filter((each) => !isChosen || !isOfHeaderFile(each))
              .map((each, index) => (
                <li key={index}>{errorText(each)}</li>
              ))}
          </ul>
        </div>
      </section>
      <div className={css.refused}>
        <Problems refusals={refusals} />
      </div>
      <footer className={css.foot}>
        <button type="submit" className="button primary" aria-disabled={!isReady || isBusy}>
          {t('picker.send')}
        </button>
      </footer>
    </form>
  );
}
