import { Check, Pause, Play, X } from 'lucide-react';
import { useId, useState } from 'react';
import type { SimTemplate, TemplateDecision } from '../../../../src/simulator/control-api';
import { useText } from '../language/text';
import css from './Templates.module.css';

const REASONS = [
  'INVALID_FORMAT',
  'INCORRECT_CATEGORY',
  'TAG_CONTENT_MISMATCH',
  'PROMOTIONAL',
  'ABUSIVE_CONTENT',
  'SCAM',
] as const;
const QUALITIES = ['UNKNOWN', 'GREEN', 'YELLOW', 'RED'] as const;
const CATEGORIES = ['MARKETING', 'UTILITY', 'AUTHENTICATION'] as const;
/** What Meta tells with the first pause for quality. */
const FIRST_PAUSE = { other_info: { title: 'FIRST_PAUSE', description: 'Simulated: customers judged it badly.' } };

interface Props {
  template: SimTemplate;
  isBusy: boolean;
  onDecide: (decision: TemplateDecision) => void;
}

/** What the reviewer decides, what customers judge, and what Meta changes by itself. */
export function Decisions({ template, isBusy, onDecide }: Props) {
  const t = useText();
  const [reason, setReason] = useState<string>(REASONS[0]);
  const ids = useId();
  const { status, qualityScore, category } = template;
  const decide = (decision: TemplateDecision) => () => {
    if (!isBusy) onDecide(decision);
  };
  return (
    <div className={css.decisions}>
      {status !== 'APPROVED' && status !== 'PAUSED' && (
        <button type="button" className="button small primary" onClick={decide({ event: 'APPROVED' })}>
          <Check aria-hidden="true" />
          {t('sim.templates.approve')}
        </button>
      )}
      {status === 'PENDING' && (
        <span className={css.pair}>
          <button type="button" className="button small danger" onClick={decide({ event: 'REJECTED', reason })}>
            <X aria-hidden="true" />
            {t('sim.templates.reject')}
          </button>
          <label htmlFor={`${ids}-reason`} className="visually-hidden">
            {t('sim.templates.reason')}
          </label>
          <select id={`${ids}-reason`} value={reason} onChange={(event) => setReason(event.target.value)}>
            {REASONS.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </span>
      )}
      {status === 'APPROVED' && (
        <button type="button" className="button small" onClick={decide({ event: 'PAUSED', info: FIRST_PAUSE })}>
          <Pause aria-hidden="true" />
          {t('sim.templates.pause')}
        </button>
      )}
      {status === 'PAUSED' && (
        <button type="button" className="button small primary" onClick={decide({ event: 'REINSTATED' })}>
          <Play aria-hidden="true" />
          {t('sim.templates.resume')}
        </button>
      )}
      {(status === 'APPROVED' || status === 'PAUSED') && (
        <button type="button" className="button small danger" onClick={decide({ event: 'DISABLED' })}>
          {t('sim.templates.disable')}
        </button>
      )}
      <label className={css.pair}>
        <span>{t('sim.templates.quality')}</span>
        <select value={qualityScore} onChange={(event) => onDecide({ quality: event.target.value })}>
          {QUALITIES.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
      </label>
      <CategoryChange category={category} onDecide={onDecide} />
    </div>
  );
}

/** Meta moves templates to another category: at once, or announced for the next day. */
function CategoryChange({ category, onDecide }: { category: string; onDecide: (decision: TemplateDecision) => void }) {
  const t = useText();
  const others = CATEGORIES.filter((each) => each !== category);
  const [wanted, setWanted] = useState<string>(others[0] ?? '');
  const chosen = others.find((each) => each === wanted) ?? others[0] ?? '';
  return (
    <span className={css.pair}>
      <label>
        <span>{t('sim.templates.category')}</span>{' '}
        <select value={chosen} onChange={(event) => setWanted(event.target.value)}>
          {others.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
      </label>
      <button type="button" className="button small" onClick={() => onDecide({ category: chosen, announced: true })}>
        {t('sim.templates.announce')}
      </button>
      <button type="button" className="button small" onClick={() => onDecide({ category: chosen })}>
        {t('sim.templates.move')}
      </button>
    </span>
  );
}
