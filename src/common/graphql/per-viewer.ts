/**
 * Marks a field whose value depends on who looks, beyond what their role and accounts decide, and that is no ViewerField.
 * A subscription that asks for it is rendered for each viewer; all others once for all who may see the same.
 */
export const PER_VIEWER = { perViewer: true };
