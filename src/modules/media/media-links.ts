import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock/clock.js';
import { Config } from '../../common/config/config.js';
import { SecretBox } from '../../common/secrets/secret-box.js';

const LIFETIME_SECONDS = 3_600;
/** Links made within this time are the same, so that browsers can cache. */
const STEP_SECONDS = 900;

/** Short-lived links to files: whoever has one may open the file until it expires. */
@Injectable()
export class MediaLinks {
  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly secrets: SecretBox,
  ) {}

  urlOf(mediaId: string): string {
    const now = Math.floor(this.clock.now().getTime() / 1000);
    const expires = Math.ceil((now + LIFETIME_SECONDS) / STEP_SECONDS) * STEP_SECONDS;
    return `${this.config.publicUrl}/media/${mediaId}?expires=${expires}&signature=${this.sign(mediaId, expires)}`;
  }

  isValid(mediaId: string, expires: number, signature: string): boolean {
    const isCurrent = Number.isSafeInteger(expires) && expires * 1000 > this.clock.now().getTime();
    return isCurrent && this.secrets.isSigned(textOf(mediaId, expires), signature);
  }

  private sign(mediaId: string, expires: number): string {
    return this.secrets.sign(textOf(mediaId, expires));
  }
}

function textOf(mediaId: string, expires: number): string {
  return `media ${mediaId} ${expires}`;
}
