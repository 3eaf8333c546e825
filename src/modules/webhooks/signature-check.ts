import { isSignedBy } from '../../whatsapp/webhooks/signature.js';

/** Bytes that are hashed for one body at most: some 30 ms of work. A body of Meta is signed with one secret, or two. */
const MAX_HASHED_BYTES = 24 * 1024 * 1024;
/** Bodies of accounts that nobody knows, a second. */
const MAX_STRANGERS_PER_SECOND = 20;

/** Signature check of one body: each secret is tried once, and no more of them than an honest sender needs. */
export class SignatureCheck {
  private readonly verdicts = new Map<string, boolean>();

  constructor(
    private readonly body: Buffer,
    private readonly signature: string,
  ) {}

  /** False too where too much has been hashed already. */
  isSignedBy(secret: string): boolean {
    const known = this.verdicts.get(secret);
    if (known !== undefined) return known;
    if ((this.verdicts.size + 1) * this.body.length > MAX_HASHED_BYTES) return false;
    const verdict = isSignedBy(this.body, this.signature, secret);
    this.verdicts.set(secret, verdict);
    return verdict;
  }
}

/** Limit of bodies that are held against every secret, because they speak of no account that is known. */
export class StrangerLimit {
  private second = 0;
  private count = 0;

  /** @param now milliseconds of a clock that only goes forward */
  constructor(private readonly now: () => number = () => performance.now()) {}

  mayTry(): boolean {
    const second = Math.floor(this.now() / 1000);
    if (second !== this.second) {
      this.second = second;
      this.count = 0;
    }
    this.count += 1;
    return this.count <= MAX_STRANGERS_PER_SECOND;
  }
}
