import { registerEnumType } from '@nestjs/graphql';
import { NOTIFICATION_REASONS } from './notification-reason.js';

export const NotificationReasonEnum = Object.fromEntries(NOTIFICATION_REASONS.map((reason) => [reason, reason]));
registerEnumType(NotificationReasonEnum, {
  name: 'NotificationReason',
  description: 'Reason why somebody is notified.',
  valuesMap: {
    ACCOUNT_CHANGED: { description: 'Account was restricted, disabled or otherwise changed by Meta.' },
    ADDED_TO_CONVERSATION: { description: 'Colleague added the person to a conversation.' },
    ASSIGNED: { description: 'Colleague made the person answer for a conversation.' },
    CUSTOMER_WROTE_FIRST: { description: 'Customer wrote first to a number whose notify-user the person is.' },
    PARTICIPANT: { description: 'Customer wrote in a conversation that the person takes part in.' },
    RETURNED_TO_NOTIFY_USERS: {
      description: 'Customer came back after returnAfterDays to a number whose notify-user the person is.',
    },
    SCHEDULED_MESSAGE_FAILED: {
      description: 'Message that the person had scheduled could not be sent when its time had come.',
    },
    TEMPLATE_DECISION: { description: 'Meta decided on a template of the person.' },
    TEMPLATE_SENDER: { description: 'Customer answered a template that the person sent.' },
    TOKEN_INVALID: { description: 'Meta refuses the access token of an account.' },
    WEBHOOK_ENDPOINT_PAUSED: {
      description:
        'Webhooks to another system are paused or disabled: it has accepted none for three days, or is gone.',
    },
  },
});
