/** Domain of the API: a page of the reference. */
export interface Domain {
  name: string;
  title: string;
  about: string;
  /** Types that belong to it, by how their names begin; the longest beginning of all domains decides. */
  beginnings: readonly string[];
}

/** Pages of the reference, in the order in which they are listed. */
export const DOMAINS: readonly Domain[] = [
  {
    name: 'accounts',
    title: 'Accounts and phone numbers',
    about: 'WhatsApp Business Accounts, their numbers, whether they work, and what Meta refuses.',
    beginnings: words(
      'Account AccessToken BusinessPhoneNumber Change CheckOutcome Connection CreateAccount DayStatistics ErrorHandling',
      'FirstAnswerStatistics MarketingMessages MarketingMessagesPolicy MessageCharges MetaRefusal PauseCause PauseKind QualityRating SetNotifyUsers StatisticsPeriod TestConnection',
      'UpdateAccount WebhookField',
    ),
  },
  {
    name: 'numbers',
    title: 'Numbers at Meta, and what their phone app shares',
    about:
      'Verification, registration, PIN and display name of a number, its profile, QR codes and greetings; history and contacts of a phone app.',
    beginnings: words(
      'BusinessProfile BusinessVertical ChatCommand ConversationalComponents CreateQrCode DeleteQrCode QrCode QrImageFormat',
      'SetConversationalComponents UpdateBusinessProfile UpdateQrCode',
      'HistoryImport PhoneAppData PhoneNumberId PhoneNumberPayload PinRefusals RegisterPhoneNumber RequestDisplayName',
      'RequestPhoneAppData RequestVerificationCode SetTwoStepPin StorageRegion VerificationMethod VerifyPhoneNumber',
    ),
  },
  {
    name: 'costs',
    title: 'Costs',
    about: "Meta's rate cards, what messages cost by them, and what Meta counts itself.",
    beginnings: words(
      'AccountMetaAnalytics AnalyticsProduct CategoryComparison Cost Costs MetaAnalyticsPeriod MetaPriceRow MetaReading',
      'MetaReadingState Rate RateCard RateCategory TemplateAnalyticsDay TemplateClicks TemplateMetaAnalytics UploadRateCard',
    ),
  },
  {
    name: 'people',
    title: 'People, keys and sessions',
    about: 'Who works with Parley, how they sign in, what programs may do, and the audit trail.',
    beginnings: words(
      'AcceptInvitation ApiKey Audit ChangeOwnPassword CreateApiKey CreateUser EndOtherSessions EndSession Invitation',
      'InviteUser Login Logout RedeemPasswordReset RefreshSession RequestPasswordReset ResetUserPassword Role Session',
      'SignInIssuer SignInOptions UpdateUser User WithdrawInvitation',
      'BeginTwoFactor ConfirmTwoFactor DisableTwoFactor RecoveryCodes ResetUserTwoFactor TwoFactor',
    ),
  },
  {
    name: 'conversations',
    title: 'Conversations and contacts',
    about: 'The inbox: who writes, who answers, labels, canned replies, and what happened beside messages.',
    beginnings: words(
      'AssignConversation CannedReply CheckPhoneNumbers Contact ContactId ContactPayload ContactFilter Conversation',
      'CreateCannedReply CreateLabel EraseContact ErasureReport InboxCount InboxCounts Label MarkConversationRead OptOutSource',
      'Participant Participants PhoneNumberCheck PhoneNumberProblem ServiceWindow SyncBlocks Timeline UpdateCannedReply UpdateContact UpdateLabel',
    ),
  },
  {
    name: 'messages',
    title: 'Messages and files',
    about: 'What is written, how far it came, and how to send it.',
    beginnings: words(
      'AddNote AddressEntry AddressField BillingConversation ContactCard ContactsContent FlowAction GoodsType Interactive',
      'LocationContent LocationInput Media Message PaymentGateway PaymentSetting PixPayment SavedAddress',
      'NoteContent Order OrderContent OrderItem Outgoing ProductSection QuickReplyPayload ReactToMessage Reaction ReferredProduct Reply',
      'SendMessage SendResult SystemContent TemplateContent TextContent UnsupportedContent',
    ),
  },
  {
    name: 'templates',
    title: 'Templates',
    about: 'Texts with placeholders that Meta approves: drafts, approval, synchronisation, previews.',
    beginnings: words(
      'AuthenticationOptions CreateTemplate DeleteTemplate DuplicateTemplate FromLibrary HeaderType LibraryTemplate',
      'LimitedTimeOffer OneTimePasswordType ParameterFormat PreviewInput SendTemplate SendingNeed SupportedApp Sync Template',
      'HeaderFile UpdateTemplate UrlType Variable',
    ),
  },
  {
    name: 'records',
    title: 'Business records',
    about:
      'Data models and records that programs push, that templates are filled in from, and rules that send by them.',
    beginnings: words(
      'CreateRecordRule Data DeleteRecordRule DeleteRecords FieldPath Record ResumeRecordRule UpdateRecordRule UpsertDataModel',
      'UpsertRecords WaitingRuns',
    ),
  },
  {
    name: 'broadcasts',
    title: 'Broadcasts',
    about: 'One template to many.',
    beginnings: words('AppendBroadcastRecipients Broadcast Recipient SkippedRecipient StartBroadcast'),
  },
  {
    name: 'live',
    title: 'Live events and notifications',
    about: 'What happens, as it happens, over the WebSocket; and what a person is to look at.',
    beginnings: words(
      'AccountChanged BroadcastChanged ConversationChanged ConversationWithdrawn CutOff InboxEvent MarkNotificationsRead',
      'AddPushDevice Alert MessageChanged Notification NotificationSettings PushDevice ReloadRequired RemovePushDevice',
      'TemplateChanged TestAlert',
    ),
  },
  {
    name: 'webhooks',
    title: 'Webhooks',
    about: 'What Meta sent, and how to have it processed again; what other systems are sent.',
    beginnings: words(
      'CreateWebhookEndpoint DeleteWebhookEndpoint DeliveredEventType Endpoint Redeliver ReplayWebhookDeliveries',
      'ResumeWebhookEndpoint RotateWebhookEndpointSecret SendTestEvent UpdateWebhookEndpoint WebhookDelivery WebhookEndpoint',
    ),
  },
  {
    name: 'common',
    title: 'Errors, pages, ids and scalars',
    about: 'What all other pages use.',
    beginnings: words(
      'Boolean DateTime Float ID Int InvalidInputError JSON MetaRefusedError Mutation Node NodeType NotAllowedNowError',
      'OrderDirection PageInfo PhoneNumber Query RateLimitedError String Subscription URL UserError WindowClosedError Wording',
    ),
  },
];

const FALLBACK = 'common';

/** Domain of a type, by its name; `common` for one that no domain knows. */
export function domainOf(typeName: string): string {
  let best = { name: FALLBACK, length: 0 };
  for (const { name, beginnings } of DOMAINS) {
    for (const beginning of beginnings) {
      const fits = typeName.startsWith(beginning) && /^([A-Z]|$)/.test(typeName.slice(beginning.length));
      if (fits && beginning.length > best.length) best = { name, length: beginning.length };
    }
  }
  return best.name;
}

function words(...lines: string[]): string[] {
  return lines.flatMap((line) => line.split(' '));
}
