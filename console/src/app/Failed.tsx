import { Component, type ReactNode } from 'react';
import { useText } from '../language/text';
import css from './shell/Shell.module.css';

interface Props {
  children: ReactNode;
}

/** What broke is said in its place, and everything around it goes on. */
export class Failed extends Component<Props, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    return this.state.hasFailed ? <Sorry /> : this.props.children;
  }
}

function Sorry() {
  const t = useText();
  return (
    <section className={css.notFound} role="alert">
      <h1>{t('app.failed')}</h1>
      <p>{t('app.failed.hint')}</p>
      <button type="button" className="button primary" onClick={() => location.reload()}>
        {t('app.reload')}
      </button>
    </section>
  );
}
