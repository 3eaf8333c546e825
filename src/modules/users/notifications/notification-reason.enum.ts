import { registerEnumType } from '@nestjs/graphql';
import { NOTIFICATION_REASONS } from './notification-reason.js';

export const NotificationReasonEnum = Object.fromEntries(NOTIFICATION_REASONS.map((reason) => [reason, reason]));
registerEnumType(NotificationReasonEnum, { name: 'NotificationReason', description: 'Why somebody is notified.' });
