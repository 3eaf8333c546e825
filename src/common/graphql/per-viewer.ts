/**
 * Marks a field whose value depends on who looks, beyond what their role and accounts decide. A subscription that asks
 * for such a field is rendered for each viewer; all others are rendered once for all who may see the same.
 */
export const PER_VIEWER = { perViewer: true };
