/** A push as the service worker of the console reads it. */
export interface Push {
  id: string;
  title: string;
  /** Empty where the person wants no text in pushes. */
  body: string;
  /** Where a click leads, on this server. */
  path: string;
}

export interface PushedNotification {
  notificationId: string;
  title: string;
  body: string;
  conversationId: string | null;
  templateId: string | null;
  showsText: boolean;
}

/** Together at most some 1,600 bytes in UTF-8: push services take 4,096 bytes, encrypted. */
const MAX_TITLE_LENGTH = 100;
const MAX_BODY_LENGTH = 300;

/** What a browser shows of a notification, and where it leads. */
export function pushOf({
  notificationId,
  title,
  body,
  conversationId,
  templateId,
  showsText,
}: PushedNotification): Push {
  return {
    id: notificationId,
    title: shortened(title, MAX_TITLE_LENGTH),
    body: showsText ? shortened(body, MAX_BODY_LENGTH) : '',
    path: pathOf(conversationId, templateId),
  };
}

function pathOf(conversationId: string | null, templateId: string | null): string {
  if (conversationId !== null) return `/inbox/all/${conversationId}`;
  return templateId === null ? '/inbox' : `/templates/${templateId}`;
}

function shortened(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1).toWellFormed()}…` : text;
}
