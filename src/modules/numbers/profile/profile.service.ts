import { Injectable } from '@nestjs/common';
import { DomainError } from '../../../common/errors/domain-error.js';
import { asDomainError, GraphError } from '../../../whatsapp/errors/graph-error.js';
import {
  changeNamedIn,
  ProfileApi,
  type BusinessProfile,
  type ProfileChanges,
} from '../../../whatsapp/numbers/profile-api.js';
import { detail } from '../../users/audit/audit.service.js';
import type { Viewer } from '../../users/domain/viewer.js';
import { profileChangesOf, profileProblems } from '../domain/profile-changes.js';
import { NumberAtMetaService, type OwnNumber } from '../number-at-meta.service.js';
import { ProfilePictureService } from './profile-picture.service.js';
import type { UpdateBusinessProfileInput } from './profile.types.js';

/** Business profiles: what customers see of the company behind a number. Meta has them, and they are kept nowhere here. */
@Injectable()
export class ProfileService {
  constructor(
    private readonly api: ProfileApi,
    private readonly numbers: NumberAtMetaService,
    private readonly pictures: ProfilePictureService,
  ) {}

  /** @throws DomainError (NOT_FOUND, META_REFUSED, META_UNREACHABLE) */
  async read(viewer: Viewer, phoneNumberId: string): Promise<BusinessProfile> {
    return this.readOf(await this.numbers.require(viewer, phoneNumberId));
  }

  /** @returns the profile as Meta has it afterwards; null where it is changed, and Meta did not say how it is now */
  async update(viewer: Viewer, input: UpdateBusinessProfileInput): Promise<BusinessProfile | null> {
    const problems = profileProblems(input);
    if (problems.length > 0) throw new DomainError(...problems);
    const number = await this.numbers.require(viewer, input.phoneNumberId);
    const changes = profileChangesOf(input);
    const picture = input.pictureMediaId == null ? null : await this.pictures.require(number, input.pictureMediaId);
    if (picture !== null) changes.pictureHandle = await this.pictures.upload(number, picture);
    if (Object.keys(changes).length === 0) return this.readOf(number);
    await this.change(number, changes);
    const { pictureHandle: _handle, ...texts } = changes;
    await this.numbers.record(viewer, number, {
      action: 'NUMBER_PROFILE_CHANGED',
      details: [
        ...Object.entries(texts).map(([name, value]) => detail(name, [value].flat().join(' '))),
        ...(picture === null ? [] : [detail('picture', picture.fileName ?? picture.id)]),
      ],
    });
    return this.readOf(number).catch(() => null);
  }

  private async readOf({ channel }: OwnNumber): Promise<BusinessProfile> {
    return this.numbers.ask(() => this.api.read(channel), 'phoneNumberId');
  }

  private async change({ channel }: OwnNumber, changes: ProfileChanges): Promise<void> {
    try {
      await this.api.update(channel, changes);
    } catch (error) {
      throw asDomainError(error, placeOf(error, changes));
    }
  }
}

/** The part of the input that Meta refuses: the one that it names, or the only one that was to be changed. */
function placeOf(error: unknown, changes: ProfileChanges): string {
  if (!(error instanceof GraphError)) return 'phoneNumberId';
  const [first, ...others] = Object.keys(changes);
  const refused = changeNamedIn(error.refusal, changes) ?? (others.length === 0 ? first : undefined);
  return refused === 'pictureHandle' ? 'pictureMediaId' : (refused ?? 'phoneNumberId');
}
