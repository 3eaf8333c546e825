import { Power, TriangleAlert } from 'lucide-react';
import type { FaultOn } from '../../../../src/simulator/control-api';
import { control, useControl } from '../control/control';
import { useWorld } from '../control/use-world';
import { useText } from '../language/text';
import css from './Faults.module.css';

/** The faults that are on, whatever is looked at, each with its end. */
export function FaultsOn() {
  const t = useText();
  const run = useControl();
  const { faults } = useWorld().state;
  return (
    <div role="status" className={css.on}>
      {faults.length > 0 && (
        <>
          <TriangleAlert aria-hidden="true" />
          <strong>{t('sim.faults.on')}</strong>
          <ul aria-label={t('sim.faults.on')}>
            {faults.map((fault, index) => (
              <li key={index}>
                <span>
                  {t(`fault.${fault.fault}`)} <span dir="ltr">{detailsOf(fault)}</span>
                </span>
                <button
                  type="button"
                  aria-label={t('sim.faults.off', { name: t(`fault.${fault.fault}`) })}
                  onClick={() => void run(control.switchFault({ fault: fault.fault, isOn: false }))}
                >
                  <Power aria-hidden="true" />
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

/** Such as `131000 /messages ×3`. */
function detailsOf({ planned, milliseconds }: FaultOn): string {
  if (milliseconds !== undefined) return `${milliseconds} ms`;
  if (planned === undefined) return '';
  const { kind, code, path, times } = planned;
  return [kind === 'CODE' ? String(code) : '', path, times === null ? '' : `×${times}`]
    .filter((part) => part !== '')
    .join(' ');
}
