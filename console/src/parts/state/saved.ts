/** What the browser keeps between visits. Where it keeps nothing (private windows, full disks) everything works, for this visit. */
export function readSaved(key: string): unknown {
  try {
    const text = localStorage.getItem(PREFIX + key);
    return text === null ? null : (JSON.parse(text) as unknown);
  } catch {
    return null;
  }
}

/** null forgets it. */
export function save(key: string, value: unknown): void {
  try {
    if (value === null) localStorage.removeItem(PREFIX + key);
    else localStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // Kept for this visit by whoever holds it.
  }
}

/** Calls back when another tab has changed it. */
export function onSavedElsewhere(key: string, changed: () => void): void {
  addEventListener('storage', (event) => {
    if (event.key === PREFIX + key || event.key === null) changed();
  });
}

const PREFIX = 'parley.';
