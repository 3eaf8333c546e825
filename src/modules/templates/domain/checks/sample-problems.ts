import { because } from '../../../../common/errors/because.js';
import type { Problem } from '../../../../common/errors/domain-error.js';
import type { HeaderType, TemplateCard } from '../../../../whatsapp/templates/template-content.js';

/** A sample that is kept here. */
export interface SampleFile {
  mimeType: string;
  size: number;
}

const MB = 1024 * 1024;
/** Sample files that Meta accepts, by type of header. */
export const HEADER_SAMPLES: Partial<Record<HeaderType, { types: string[]; maxBytes: number; description: string }>> = {
  IMAGE: { types: ['image/jpeg', 'image/png'], maxBytes: 5 * MB, description: 'a JPEG or PNG' },
  VIDEO: { types: ['video/mp4'], maxBytes: 16 * MB, description: 'an MP4' },
  GIF: { types: ['video/mp4'], maxBytes: 3.5 * MB, description: 'an MP4' },
  DOCUMENT: { types: ['application/pdf'], maxBytes: 100 * MB, description: 'a PDF' },
};

/** What Meta would refuse in the sample of a header. */
export function sampleProblems(type: HeaderType, { mimeType, size }: SampleFile, path: string[]): Problem[] {
  const sample = HEADER_SAMPLES[type];
  if (sample === undefined) return [];
  if (!sample.types.includes(mimeType)) {
    const why = because('HEADER_SAMPLE_OF_OTHER_TYPE', { given: mimeType, type, kind: sample.description });
    return [{ code: 'INVALID_FORMAT', ...why, path }];
  }
  if (size <= sample.maxBytes) return [];
  const why = because('HEADER_SAMPLE_TOO_LARGE', { megabytes: sample.maxBytes / MB });
  return [{ code: 'TOO_LONG', ...why, path, limit: sample.maxBytes }];
}

/** The same of the cards of a carousel. `files`: those that are kept here; null where one is gone. */
export function cardSampleProblems(cards: readonly TemplateCard[], files: readonly (SampleFile | null)[]): Problem[] {
  return cards.flatMap(({ headerType, mediaId }, index): Problem[] => {
    if (mediaId == null) return [];
    const path = ['cardMediaIds', String(index)];
    const file = files[index] ?? null;
    if (file === null) return [{ code: 'NOT_FOUND', ...because('FILE_NOT_ON_ACCOUNT'), path }];
    return sampleProblems(headerType, file, path);
  });
}
