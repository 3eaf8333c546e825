export const MEDIA_REASONS = {
  FILE_TYPE_NOT_SENT: 'WhatsApp takes no files of the type {type}.',
  FILE_TOO_LARGE: 'This file is too large: at most {kilobytes} KB for its type.',
  VOICE_NEEDS_OPUS: 'A voice message has to be Ogg with the Opus codec.',
  FILE_SENT_AS_OTHER_KIND: 'A file of the type {type} can be sent as {kind} only.',
  FILE_THERE_ALREADY: 'This file is there already.',
  FILE_LOST_AT_META:
    'Meta could not take this file in, so there is nothing to fetch. Ask the customer to send it again.',
  FILE_MISSING: 'There is no file.',
  FORM_UNREADABLE: 'This is no multipart/form-data that can be read, or it holds more than one file.',
  FILE_TYPE_UNKNOWN:
    'This file is of no type that WhatsApp takes, whatever it is called. Images: JPEG, PNG; videos: MP4, 3GP; documents: PDF, text, Word, Excel, PowerPoint; audio: AAC, AMR, MP3, MP4, OGG.',
  SIGN_IN_FOR_MEDIA: 'Send Authorization: Bearer <token or API key>.',
  UPLOAD_FORBIDDEN: 'You may not upload files.',
  FORM_MISSING: 'Send multipart/form-data with a file.',
  LINK_EXPIRED: 'This link has expired. Ask for a new one: Media.url.',
  FILE_GONE: 'There is no such file.',
} as const;
