import { useState } from 'react';
import type { FaultName } from '../../../../src/simulator/control-api';
import { control, useControl } from '../control/control';
import { useWorld } from '../control/use-world';
import { useText } from '../language/text';
import css from './Faults.module.css';

/** Calls that a fault can be limited to, by a part of their paths. */
const PATHS = ['', '/messages', '/message_templates', '/media', '/phone_numbers', '/subscribed_apps', '/block_users'];
const TIMES = ['', '1', '3', '10'];
const OF_CALLS: readonly FaultName[] = ['CODE', 'HTTP_500', 'RESET_BEFORE', 'RESET_AFTER'];

/** A fault by its name, what it does, how far, and its switch. */
export function FaultRow({ fault }: { fault: FaultName }) {
  const t = useText();
  const run = useControl();
  const { state } = useWorld();
  const isOn = state.faults.some((each) => each.fault === fault);
  const [path, setPath] = useState('');
  const [times, setTimes] = useState('');
  const [code, setCode] = useState('131000');
  const [milliseconds, setMilliseconds] = useState('2000');
  const isOfCalls = OF_CALLS.includes(fault);
  const turn = (): void =>
    void run(
      control.switchFault({
        ...{ fault, isOn: !isOn },
        ...(isOfCalls ? { path, times: times === '' ? null : Number(times) } : {}),
        ...(fault === 'CODE' ? { code: Number(code) } : {}),
        ...(fault === 'LATENCY' ? { milliseconds: Number(milliseconds) } : {}),
      }),
    );
  return (
    <li className={css.fault} data-on={isOn || undefined}>
      <label className={css.switch}>
        <input type="checkbox" role="switch" checked={isOn} onChange={turn} />
        <span>
          <strong>{t(`fault.${fault}`)}</strong>
          <small>{t(`faultHint.${fault}`)}</small>
        </span>
      </label>
      {(isOfCalls || fault === 'LATENCY') && (
        <div className={css.options}>
          {fault === 'CODE' && (
            <label>
              {t('sim.faults.code')}
              <input type="number" min={0} value={code} onChange={(event) => setCode(event.target.value)} />
            </label>
          )}
          {fault === 'LATENCY' && (
            <label>
              {t('sim.faults.milliseconds')}
              <input
                type="number"
                min={1}
                value={milliseconds}
                onChange={(event) => setMilliseconds(event.target.value)}
              />
            </label>
          )}
          {isOfCalls && (
            <>
              <label>
                {t('sim.faults.calls')}
                <select value={path} onChange={(event) => setPath(event.target.value)}>
                  {PATHS.map((each) => (
                    <option key={each} value={each}>
                      {each === '' ? t('sim.faults.everyCall') : each}
                    </option>
                  ))}
                </select>
              </label>
              <label>
                {t('sim.faults.times')}
                <select value={times} onChange={(event) => setTimes(event.target.value)}>
                  {TIMES.map((each) => (
                    <option key={each} value={each}>
                      {each === '' ? t('sim.faults.untilOff') : each}
                    </option>
                  ))}
                </select>
              </label>
            </>
          )}
        </div>
      )}
    </li>
  );
}
