import type { OutgoingContentInput } from '../../generated/graphql.js';

/** Our files that samples need, by what they are. */
export interface SampleFiles {
  picture: string;
  secondPicture: string;
  pdf: string;
  voice: string;
  sticker: string;
  video: string;
}

/** A kind of message: something to send, something that is refused here, and what Meta gets. */
export interface MessageKindSample {
  /** Of the table. */
  kind: string;
  /** Field of `OutgoingContentInput`, with the kind where it has several. */
  input: string;
  /** Of Meta's file. */
  schema: string;
  /** `interactive.type`, where it is one that Meta's file leaves out. */
  unlisted?: string;
  content(files: SampleFiles): OutgoingContentInput;
  /** Refused before Meta is asked. */
  bad: { content: OutgoingContentInput; code: string; path: string };
  /** What Meta gets, under the name of its type. */
  sent: object;
  /** What the API shows of it. */
  shown: object;
}

export const NOWHERE = '01990000-0000-7000-8000-000000000000';

/** A text of so many characters. */
export const long = (length: number): string => 'x'.repeat(length);
