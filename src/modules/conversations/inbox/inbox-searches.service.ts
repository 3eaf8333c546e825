import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock/clock.js';
import { isId } from '../../../common/ids.js';
import { PhoneNumbersService } from '../../accounts/phone-numbers/phone-numbers.service.js';
import { visibleAccountIds } from '../../users/domain/permissions.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { inboxGroups, type InboxQuestion } from '../domain/inbox/inbox-groups.js';
import { earliestInboundOfOpenWindow } from '../domain/chat/service-window.js';
import type { ConversationFilter } from '../schema/conversation.inputs.js';
import { LabelsService } from '../labels/labels.service.js';
import type { InboxPlace, InboxSearch } from './inbox-sql.js';

/** What a viewer asks of the inbox, as groups, places and contacts: what the statements are made of. */
@Injectable()
export class InboxSearchesService {
  constructor(
    private readonly clock: Clock,
    private readonly phoneNumbers: PhoneNumbersService,
    private readonly labels: LabelsService,
  ) {}

  async of(viewer: Viewer, filter: ConversationFilter): Promise<InboxSearch> {
    const numbers = await this.phoneNumbers.idsOfAccounts(this.accountIdsOf(viewer, filter));
    const places = placesAmong(numbers, filter.phoneNumberId ?? null);
    const labelIds = filter.labelId == null ? null : await this.labels.idsAmong(filter.labelId);
    const search = { ...this.forQuestion(viewer, filter, places), labelIds };
    return labelIds?.length === 0 ? { ...search, groups: [] } : search;
  }

  /** Of which accounts something is asked; null: of all. */
  accountIdsOf(viewer: Viewer, { accountId }: Pick<ConversationFilter, 'accountId'>): readonly string[] | null {
    return accountsAmong(visibleAccountIds(viewer), accountId ?? null);
  }

  /** Of everybody, in places that are known. */
  forQuestion(viewer: Viewer, question: InboxQuestion, places: readonly InboxPlace[]): InboxSearch {
    return {
      groups: inboxGroups(viewer, question),
      places,
      viewerId: viewer.id,
      windowBegin: earliestInboundOfOpenWindow(this.clock.now()),
      contactIds: null,
      labelIds: null,
    };
  }

  /** The numbers of one account, or of all that the viewer sees. */
  async places(viewer: Viewer, accountId: string | null): Promise<InboxPlace[]> {
    const accountIds = this.accountIdsOf(viewer, { accountId: accountId === null ? null : [accountId] });
    return placesAmong(await this.phoneNumbers.idsOfAccounts(accountIds), null);
  }
}

/** Null: all. */
function accountsAmong(visible: readonly string[] | null, asked: readonly string[] | null): readonly string[] | null {
  const wanted = asked?.filter(isId).map((id) => id.toLowerCase()) ?? null;
  if (wanted === null || visible === null) return wanted ?? visible;
  return wanted.filter((id) => visible.includes(id));
}

function placesAmong(
  numbers: readonly { id: string; accountId: string }[],
  asked: readonly string[] | null,
): InboxPlace[] {
  const wanted = asked === null ? null : new Set(asked.map((id) => id.toLowerCase()));
  return numbers
    .filter(({ id }) => wanted === null || wanted.has(id))
    .map(({ id, accountId }) => ({ accountId, numberId: id }));
}
