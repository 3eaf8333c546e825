import { Suspense, useEffect } from 'react';
import { Link, Redirect, Route, Switch, useLocation } from 'wouter';
import { useText } from '../../language/text';
import { onNotificationOpened, onNotificationSaid } from '../../live/desktop-notifications';
import { chosenHere, onPushOpened } from '../../live/push';
import { useStore } from '../../parts/state/store';
import { ConnectionBanner } from './ConnectionBanner';
import { Failed } from '../Failed';
import { ROUTES } from '../routes';
import { ToldRegion } from './ToldRegion';
import { UserButton } from './UserButton';
import { useWorkspace } from '../workspace';
import css from './Shell.module.css';
import { useWordingText } from '../../language/reason-text';

/** Navigation, the state of the connection, and the page of the address. */
export function Shell() {
  const t = useText();
  const [location, navigate] = useLocation();
  const { viewer } = useWorkspace();
  const routes = ROUTES.filter(({ roles }) => roles.includes(viewer.me.role));
  const shown = routes.filter(({ isElsewhere }) => isElsewhere !== true);
  const isAt = (path: string): boolean => location === path || location.startsWith(`${path}/`);
  const here = routes.find(({ path }) => isAt(path));
  useTitle(here === undefined ? null : t(here.label));
  useEffect(() => onPushOpened(navigate), [navigate]);
  useEffect(() => keepPushing(viewer.me.id), [viewer.me.id]);
  const said = useWordingText();
  useEffect(() => onNotificationOpened((id) => navigate(`/inbox/all/${id}`)), [navigate]);
  useEffect(() => onNotificationSaid(said), [said]);

  return (
    <div className={css.shell}>
      <a className="skip" href="#page">
        {t('app.skip')}
      </a>
      <header className={css.bar}>
        <img className={css.mark} src="/icon.svg" alt="" width="32" height="32" />
        <nav className={css.nav} aria-label={t('nav.label')}>
          {shown.map(({ path, label, icon: Icon }) => (
            <Link key={path} href={path} className={css.link} aria-current={isAt(path) ? 'page' : undefined}>
              <Icon aria-hidden="true" />
              <span>{t(label)}</span>
            </Link>
          ))}
        </nav>
        <UserButton />
      </header>
      <div className={css.content}>
        <ConnectionBanner />
        <main id="page" className={css.page} tabIndex={-1}>
          <Failed key={here?.path}>
            <Suspense fallback={<Waiting />}>
              <Switch>
                {routes.map(({ path, page: Page }) => (
                  <Route key={path} path={`${path}/*?`}>
                    <Page />
                  </Route>
                ))}
                <Route path="/">
                  <Redirect to={ROUTES[0]?.path ?? '/'} replace />
                </Route>
                <Route>
                  <NotFound />
                </Route>
              </Switch>
            </Suspense>
          </Failed>
        </main>
        <ToldRegion />
      </div>
    </div>
  );
}

/** Loaded only where the browser was chosen; where it fails, the next visit tries again. */
function keepPushing(userId: string): void {
  if (chosenHere() === null) return;
  void import('../../profile/keep-pushing').then((pushing) => pushing.keepPushing(userId)).catch(() => undefined);
}

function Waiting() {
  const t = useText();
  return (
    <p className={css.waiting} role="status">
      <span className="spinner" aria-hidden="true" />
      {t('app.loading')}
    </p>
  );
}

function NotFound() {
  const t = useText();
  return (
    <section className={css.notFound}>
      <h1>{t('app.notFound')}</h1>
      <Link href="/" className="button">
        {t('app.toBeginning')}
      </Link>
    </section>
  );
}

/** The page's name, with how much is unread before it. */
function useTitle(page: string | null): void {
  const unread = useStore(useWorkspace().unreadNotifications.state);
  useEffect(() => {
    document.title = `${unread > 0 ? `(${unread}) ` : ''}${page === null ? '' : `${page} · `}Parley`;
  }, [unread, page]);
}
