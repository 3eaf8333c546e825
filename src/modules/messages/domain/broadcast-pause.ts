import { metaErrorOf } from '../../../whatsapp/errors/error-catalogue.js';

/**
 * How a broadcast goes on after a refusal that concerns all of it: by itself after a while, if the template is approved
 * then; or, where Meta has judged the number, when somebody resumes it.
 */
export function pauseBroadcast(code: number): { resumesByItself: boolean; delayMs: number } {
  const { resume } = metaErrorOf(code);
  return 'afterSeconds' in resume
    ? { resumesByItself: true, delayMs: resume.afterSeconds * 1_000 }
    : { resumesByItself: false, delayMs: 0 };
}
