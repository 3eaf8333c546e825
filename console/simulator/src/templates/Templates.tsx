import type { SimTemplate } from '../../../../src/simulator/control-api';
import { useWorld } from '../control/use-world';
import { useText } from '../language/text';
import { TemplateCard } from './TemplateCard';
import css from './Templates.module.css';

/** Every template that was submitted, those that wait for a decision first. */
export function Templates() {
  const t = useText();
  const { state } = useWorld();
  const waits = ({ status }: SimTemplate): number => (status === 'PENDING' ? 0 : 1);
  const templates = [...state.templates].reverse().sort((a, b) => waits(a) - waits(b));
  return (
    <section className={css.templates} aria-label={t('sim.view.templates')}>
      <h2>{t('sim.view.templates')}</h2>
      {templates.length === 0 && <p>{t('sim.templates.none')}</p>}
      {templates.map((template) => (
        <TemplateCard key={template.id} template={template} />
      ))}
    </section>
  );
}
