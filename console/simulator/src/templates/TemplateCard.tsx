import { useState } from 'react';
import type { SimTemplate, TemplateDecision } from '../../../../src/simulator/control-api';
import { FormattedText } from '../../../src/chat/text/FormattedText';
import { Badge, type Tone } from '../../../src/parts/Badge';
import type { SimTextId } from '../language/text';
import { control, useControl } from '../control/control';
import { useText } from '../language/text';
import { Decisions } from './Decisions';
import css from './Templates.module.css';

const TONES: Record<string, Tone> = { APPROVED: 'good', PENDING: 'busy', REJECTED: 'bad', PAUSED: 'warn' };
const STATUSES = ['APPROVED', 'PENDING', 'REJECTED', 'PAUSED', 'DISABLED'] as const;

/** A template as Meta has it, and what can be done to it. */
export function TemplateCard({ template }: { template: SimTemplate }) {
  const t = useText();
  const run = useControl();
  const [isBusy, setBusy] = useState(false);
  const { id, name, language, status, category, components, rejectedReason, correctCategory, qualityScore } = template;
  const decide = async (decision: TemplateDecision): Promise<void> => {
    setBusy(true);
    await run(control.decide(id, decision));
    setBusy(false);
  };
  const known = STATUSES.find((each) => each === status);
  const statusText: SimTextId = known === undefined ? 'templateStatus.UNKNOWN' : `templateStatus.${known}`;
  return (
    <article className={css.template} aria-label={`${name} (${language})`} data-status={status}>
      <h3 dir="ltr">
        {name} <small>({language})</small>
      </h3>
      <p className={css.states}>
        <Badge tone={TONES[status] ?? 'plain'}>{known === undefined ? status : t(statusText)}</Badge>
        <Badge tone="plain">{category}</Badge>
        {qualityScore !== 'UNKNOWN' && <Badge tone={qualityTone(qualityScore)}>{qualityScore}</Badge>}
        {rejectedReason !== 'NONE' && <Badge tone="bad">{rejectedReason}</Badge>}
        {correctCategory !== null && <Badge tone="warn">{`→ ${correctCategory}`}</Badge>}
      </p>
      {components.map((component, index) =>
        typeof component.text === 'string' ? <FormattedText key={index} text={component.text} /> : null,
      )}
      <Decisions template={template} isBusy={isBusy} onDecide={(decision) => void decide(decision)} />
    </article>
  );
}

function qualityTone(score: string): Tone {
  if (score === 'GREEN') return 'good';
  return score === 'RED' ? 'bad' : 'warn';
}
