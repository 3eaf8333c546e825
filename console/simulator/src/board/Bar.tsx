import { Bug, LayoutTemplate, Palette, RotateCcw, Smartphone, Webhook, type LucideIcon } from 'lucide-react';
import { useRef, useState } from 'react';
import { Dialog, Popover } from 'react-aria-components';
import { ThemeChoice } from '../../../src/app/shell/ThemeChoice';
import { LanguageChoice } from '../../../src/language/LanguageChoice';
import { ConfirmButton } from '../../../src/parts/form/ConfirmButton';
import { control, useControl } from '../control/control';
import { useWorld } from '../control/use-world';
import { useText } from '../language/text';
import { VIEWS, type View } from './views';
import css from './Board.module.css';

const ICONS: Record<View, LucideIcon> = {
  customers: Smartphone,
  templates: LayoutTemplate,
  webhooks: Webhook,
  faults: Bug,
};
const NOTHING_REFUSED = { isBusy: false, refusals: [], forget: () => undefined };

/** What it is, what can be looked at, with which number of the business, and how all of it is forgotten. */
export function Bar({ view, onPhone }: { view: View; onPhone: (phoneId: string) => void }) {
  const t = useText();
  const run = useControl();
  const { state, phoneId } = useWorld();
  const waiting = state.templates.filter(({ status }) => status === 'PENDING').length;
  const counts: Partial<Record<View, number>> = { templates: waiting, faults: state.faults.length };
  return (
    <header className={css.bar}>
      <h1>{t('sim.title')}</h1>
      <nav className={css.views} aria-label={t('nav.label')}>
        {VIEWS.map((each) => {
          const Icon = ICONS[each];
          const count = counts[each] ?? 0;
          return (
            <a key={each} href={`#${each}`} data-view={each} aria-current={view === each ? 'page' : undefined}>
              <Icon aria-hidden="true" />
              <span>{t(`sim.view.${each}`)}</span>
              {count > 0 && <span className={css.count}>{count}</span>}
            </a>
          );
        })}
      </nav>
      {state.phones.length > 1 && (
        <label className="choice">
          <span className="visually-hidden">{t('sim.number')}</span>
          <select value={phoneId} onChange={(event) => onPhone(event.target.value)}>
            {state.phones.map(({ id, displayPhoneNumber, verifiedName }) => (
              <option key={id} value={id}>
                {verifiedName} {displayPhoneNumber}
              </option>
            ))}
          </select>
        </label>
      )}
      <ConfirmButton
        label={t('sim.reset')}
        icon={<RotateCcw aria-hidden="true" />}
        question={t('sim.reset.question')}
        change={NOTHING_REFUSED}
        onConfirm={async () => (await run(control.reset())) !== null}
      />
      <Looks />
    </header>
  );
}

/** Language and colours, as in the console. */
function Looks() {
  const t = useText();
  const opener = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button
        ref={opener}
        type="button"
        className="button quiet icon"
        aria-label={t('app.theme')}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpen(true)}
      >
        <Palette aria-hidden="true" />
      </button>
      {isOpen && (
        <Popover className="popover" triggerRef={opener} isOpen onOpenChange={setOpen} placement="bottom end">
          <Dialog className={css.looks} aria-label={t('app.theme')}>
            <ThemeChoice />
            <LanguageChoice />
          </Dialog>
        </Popover>
      )}
    </>
  );
}
