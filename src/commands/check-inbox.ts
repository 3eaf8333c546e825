import {
  CheckInboxService,
  type InboxDifference,
  type InboxReport,
} from '../modules/conversations/inbox/check-inbox.service.js';
import { InboxFactsService } from '../modules/conversations/inbox/inbox-facts.service.js';
import { InboxRowsService } from '../modules/conversations/inbox/inbox-rows.service.js';
import { LabelRowsService } from '../modules/conversations/labels/label-rows.service.js';
import { MessageInboxFacts } from '../modules/messages/reading/message-inbox-facts.js';
import { inApplication } from './command-application.js';

/** No more than the check needs. */
const PROVIDERS = [LabelRowsService, InboxRowsService, InboxFactsService, MessageInboxFacts, CheckInboxService];

/** Compares the read model of the inbox with messages, participants and read markers; `repairs` puts right what differs. */
export async function inspectInbox(repairs: boolean, environment: NodeJS.ProcessEnv): Promise<InboxReport> {
  return inApplication(environment, PROVIDERS, (application) => application.get(CheckInboxService).check(repairs));
}

/** As `inspectInbox`, printed. @returns the exit code: 1 where something differs and was not repaired */
export async function checkInbox(repairs: boolean, environment: NodeJS.ProcessEnv): Promise<number> {
  const { conversations, differences, examples } = await inspectInbox(repairs, environment);
  const found = differences === 0 ? 'nothing differs' : `${differences} differences${repairs ? ', repaired' : ''}`;
  process.stdout.write([`Conversations compared: ${conversations}; ${found}.`, ...examples.map(lineOf), ''].join('\n'));
  return differences > 0 && !repairs ? 1 : 0;
}

/** One difference in one line, with ids and no names. */
export function lineOf({ conversationId, userId, field, stored, expected }: InboxDifference): string {
  const person = userId === null ? '' : `, person ${userId}`;
  return `conversation ${conversationId}${person}: ${field} is ${stored ?? 'missing'}, should be ${expected ?? 'missing'}`;
}
