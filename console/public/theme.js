// Before anything is drawn, so that a dark page does not flash white. A file of its own: the policy allows nothing inline.
try {
  const theme = localStorage.getItem('parley.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Without storage the page follows the system.
}
