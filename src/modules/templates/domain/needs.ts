import { textOf, type JsonRecord } from '../../../whatsapp/json.js';
import { ORDER_NEEDS, sendingNeeds, type SendingNeed } from '../../../whatsapp/templates/sending-needs.js';
import { approvedContent } from './approved-content.js';

type Sent = Parameters<typeof approvedContent>[0] & { remoteSettings: JsonRecord | null };

/** Needs of a template, as Meta has approved it: what it asks for when it is sent, beside texts and a header's file. */
export function needsOf(template: Sent): SendingNeed[] {
  return sendingNeeds(approvedContent(template), textOf(template.remoteSettings, 'sub_category'));
}

/** Whether it is about one order of one customer, so that it goes to nobody else. */
export function isAboutOneOrder(template: Sent): boolean {
  return needsOf(template).some((need) => ORDER_NEEDS.includes(need));
}
