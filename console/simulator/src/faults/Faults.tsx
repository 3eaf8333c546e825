import { FAULTS } from '../../../../src/simulator/control-api';
import { useText } from '../language/text';
import { FaultRow } from './FaultRow';
import css from './Faults.module.css';

/** Everything that can go wrong, each with its switch. */
export function Faults() {
  const t = useText();
  return (
    <section className={css.faults} aria-label={t('sim.view.faults')}>
      <h2>{t('sim.view.faults')}</h2>
      <p>{t('sim.faults.hint')}</p>
      <ul>
        {FAULTS.map((fault) => (
          <FaultRow key={fault} fault={fault} />
        ))}
      </ul>
    </section>
  );
}
