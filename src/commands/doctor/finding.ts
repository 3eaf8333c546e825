/** What the doctor found of one thing: all is well, or a sentence that says what is wrong and what to do. */
export interface Finding {
  /** What was looked at: `database`. */
  subject: string;
  /** FAILED: it has to be mended; NOTE: it may be as it is; SKIPPED: it could not be looked at. */
  outcome: 'WELL' | 'NOTE' | 'FAILED' | 'SKIPPED';
  sentence: string;
}

export const well = (subject: string, sentence = ''): Finding => ({ subject, outcome: 'WELL', sentence });
export const note = (subject: string, sentence: string): Finding => ({ subject, outcome: 'NOTE', sentence });
export const failed = (subject: string, sentence: string): Finding => ({ subject, outcome: 'FAILED', sentence });
export const skipped = (subject: string, sentence: string): Finding => ({ subject, outcome: 'SKIPPED', sentence });
