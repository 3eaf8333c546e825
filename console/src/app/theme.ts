import { Store } from '../parts/state/store';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** Written as plain text: public/theme.js reads it before anything is drawn. */
const KEY = 'parley.theme';

export const theme = new Store<Theme>(
  THEMES.find((known) => known === document.documentElement.dataset.theme) ?? 'system',
);

export function chooseTheme(chosen: Theme): void {
  if (chosen === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
  try {
    if (chosen === 'system') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, chosen);
  } catch {
    // For this visit.
  }
  theme.set(chosen);
}
