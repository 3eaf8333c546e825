/** Reactions that are at hand, as on a phone. */
export const EMOJI = ['👍', '❤️', '😂', '😮', '😢', '🙏'] as const;
