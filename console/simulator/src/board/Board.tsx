import { useEffect, useState } from 'react';
import { ToldRegion } from '../../../src/app/shell/ToldRegion';
import { useKeptFocus } from '../../../src/parts/focus/kept-focus';
import { useStore } from '../../../src/parts/state/store';
import { ShownProvider } from '../control/use-world';
import { followWorld, isLive, world } from '../control/world-feed';
import { Customers } from '../customers/Customers';
import { Faults } from '../faults/Faults';
import { FaultsOn } from '../faults/FaultsOn';
import { useText } from '../language/text';
import { Templates } from '../templates/Templates';
import { Webhooks } from '../webhooks/Webhooks';
import { Bar } from './Bar';
import { useView } from './views';
import css from './Board.module.css';

/** The whole page: the customers' phones, and beside them what Meta and its reviewers do. */
export function Board() {
  const t = useText();
  const state = useStore(world);
  const live = useStore(isLive);
  const [chosenPhone, setChosenPhone] = useState<string | null>(null);
  const view = useView();
  useEffect(followWorld, []);
  useKeptFocus();
  const phone = state?.phones.find(({ id }) => id === chosenPhone) ?? state?.phones[0];

  if (state === null || phone === undefined)
    return (
      <main className={css.waiting} aria-busy={live}>
        <h1 className="visually-hidden">{t('sim.title')}</h1>
        <p role="status">{t(live ? (state === null ? 'app.loading' : 'sim.noNumber') : 'sim.offline')}</p>
      </main>
    );
  return (
    <ShownProvider value={{ state, phoneId: phone.id }}>
      <div className={css.board} data-view={view}>
        <Bar view={view} onPhone={setChosenPhone} />
        <div className={css.notices}>
          <p role="status" className={css.offline}>
            {!live && t('sim.offline')}
          </p>
          <FaultsOn />
        </div>
        <main className={css.main}>
          <div className={css.customers}>
            <Customers />
          </div>
          <div className={css.side}>
            {(view === 'templates' || view === 'customers') && <Templates />}
            {view === 'webhooks' && <Webhooks />}
            {view === 'faults' && <Faults />}
          </div>
        </main>
        <ToldRegion />
      </div>
    </ShownProvider>
  );
}
