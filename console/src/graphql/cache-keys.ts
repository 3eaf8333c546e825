/** Types without an id of their own: they belong to whatever they were read from. */
const EMBEDDED = `AccessTokenInfo AccountRestriction AccountStatistics AddressEntry AlertProblem AuditDetail AuthenticationOptions BillingConversation BusinessProfile ChatCommand ConnectionCheck
  ConnectionReport ContactCard ContactCardAddress ContactCardEmail ContactCardMessenger ContactCardPhone ContactCardUrl ContactsContent ConversationalComponents CostRow Costs DataField
  DayStatistics EndpointAttempt ErasureReport FieldPath FirstAnswerStatistics InboxCount InboxCounts InteractiveAddressRequest
  InteractiveCallButton InteractiveCard InteractiveContent InteractiveFlow InteractiveOption InteractiveOrder InteractiveProductSection
  InteractiveProducts LibraryTemplate
  LimitedTimeOffer LocationContent MediaContent MessageCharges MessageParticipantStatus
  MessagePricing MessageStatusChange MetaRefusal NoteContent NotificationSettings OrderCharge OrderContent OrderItem OrderLine OrderPaymentSetting Participant PauseCause PhoneNumberCheck PhoneNumberProblem PinRefusals QrCode QrCodePage Rate Reaction RecordResult
  ReactionContent ReferredProduct ReplyContent SavedAddress SendResult ServiceWindow SkippedRecipient SupportedApp SyncConflict SystemContent TemplateButton
  TemplateCard TemplateContent TemplateHeader TemplateOutcomes TemplatePreview TemplateStatistics TemplateSyncReport TemplateVariable TextContent
  UnsupportedContent VariableResolution WebhookField Wording InvalidInputError MetaRefusedError NotAllowedNowError RateLimitedError WindowClosedError
  MessageChanged ConversationChanged ConversationWithdrawn NotificationAdded TemplateChanged BroadcastChanged AccountChanged ReloadRequired`;

export const KEYS: Record<string, () => null> = Object.fromEntries(
  EMBEDDED.split(/\s+/).map((name) => [name, () => null]),
);

/** Which types an interface or a union stands for: without them fragments on it are guessed by the fields that are there. */
export const POSSIBLE_TYPES = {
  UserError: ['InvalidInputError', 'MetaRefusedError', 'NotAllowedNowError', 'RateLimitedError', 'WindowClosedError'],
  MessageAuthor: ['ApiKey', 'Contact', 'User'],
  MessageContent: ['Contacts', 'Interactive', 'Location', 'Media', 'Note', 'Order', 'Reaction', 'Reply', 'System']
    .concat('Template', 'Text', 'Unsupported')
    .map((kind) => `${kind}Content`),
};
