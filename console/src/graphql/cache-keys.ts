/** Types without an id of their own: they belong to whatever they were read from. */
const EMBEDDED = `AccessTokenInfo AccountRestriction AuditDetail AuthenticationOptions BillingConversation ConnectionCheck ConnectionReport
  ContactCard ContactCardAddress ContactCardEmail ContactCardMessenger ContactCardPhone ContactCardUrl ContactsContent DataField ErasureReport
  FieldPath InteractiveContent InteractiveOption LibraryTemplate LimitedTimeOffer LocationContent MediaContent MessageParticipantStatus
  MessagePricing MessageStatusChange MetaRefusal NoteContent OrderContent OrderItem Participant PhoneNumberCheck PhoneNumberProblem Reaction
  ReactionContent ReferredProduct ReplyContent SendResult ServiceWindow SkippedRecipient SupportedApp SyncConflict SystemContent TemplateButton
  TemplateCard TemplateContent TemplateHeader TemplatePreview TemplateStatistics TemplateSyncReport TemplateVariable TextContent
  UnsupportedContent VariableResolution WebhookField InvalidInputError MetaRefusedError NotAllowedNowError RateLimitedError WindowClosedError
  MessageChanged ConversationChanged ConversationWithdrawn NotificationAdded TemplateChanged BroadcastChanged AccountChanged ReloadRequired`;

export const KEYS: Record<string, () => null> = Object.fromEntries(
  EMBEDDED.split(/\s+/).map((name) => [name, () => null]),
);
