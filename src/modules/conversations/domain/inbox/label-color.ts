/** Colours of labels, by name: what a front end shows for each can be read in the light and in the dark. */
export const LABEL_COLORS = ['GRAY', 'RED', 'ORANGE', 'YELLOW', 'GREEN', 'TEAL', 'BLUE', 'PURPLE', 'PINK'] as const;
export type LabelColor = (typeof LABEL_COLORS)[number];
