import { randomInt } from 'node:crypto';
import { invalidParameter, missingParameter, SimError } from '../sim-error.js';
import type { SimPhone, SimWorld } from '../world/world.js';
import type { SimNumberLife } from './number-life.js';

type Json = Record<string, unknown>;

const HOUR_MS = 3_600_000;
const MAX_REGISTRATIONS = 10;
const REGISTRATIONS_MS = 72 * HOUR_MS;
const MAX_WRONG_PINS = 3;
const MAX_CODES = 5;
const REGIONS = ['AE', 'AU', 'BH', 'BR', 'CA', 'CH', 'DE', 'GB', 'ID', 'IN', 'JP', 'KR', 'SG', 'ZA'];

/** Registration of numbers: codes, PINs, names, with Meta's limits. */
export class SimRegistration {
  constructor(private readonly world: SimWorld) {}

  /** `POST /{phone}/request_code`. */
  requestCode(phone: SimPhone, body: Json): Json {
    const life = this.world.lifeOf(phone);
    if (body.code_method !== 'SMS' && body.code_method !== 'VOICE')
      throw invalidParameter('code_method must be SMS or VOICE');
    if (!/^[a-z]{2}_[A-Z]{2}$/.test(String(body.language))) throw missingParameter('language');
    if (life.isVerified) throw codeRefused('The phone number is verified already.');
    life.codesAt = this.since(life.codesAt, HOUR_MS);
    if (life.codesAt.length >= MAX_CODES) throw codeRefused('Too many codes were asked for. Try again in 1 hour.');
    life.codesAt.push(this.world.now());
    life.code = String(randomInt(1_000_000)).padStart(6, '0');
    return { success: true };
  }

  /** `POST /{phone}/verify_code`. */
  verifyCode(phone: SimPhone, body: Json): Json {
    const life = this.world.lifeOf(phone);
    if (typeof body.code !== 'string') throw missingParameter('code');
    if (life.code === null || body.code !== life.code)
      throw new SimError(400, 136025, '(#136025) Verify code error', {
        userTitle: "Code couldn't be verified",
        userMessage: 'The code you entered is incorrect. Please try again or request a new code.',
      });
    Object.assign(life, { isVerified: true, code: null });
    return { success: true };
  }

  /** `POST /{phone}/register`. @throws SimError (133005, 133006, 133008, 133016) */
  register(phone: SimPhone, body: Json): Json {
    const life = this.world.lifeOf(phone);
    if (body.messaging_product !== 'whatsapp') throw missingParameter('messaging_product');
    const pin = pinIn(body);
    const region = body.data_localization_region;
    if (region !== undefined && !REGIONS.includes(String(region)))
      throw invalidParameter(`data_localization_region must be one of ${REGIONS.join(', ')}`);
    life.registeredAt = this.withinLimit(life.registeredAt);
    if (!life.isVerified) throw new SimError(400, 133006, '(#133006) Phone number re-verification needed');
    this.checkPin(life, pin);
    Object.assign(life, { pin, wrongPins: 0 });
    phone.status = 'CONNECTED';
    if (life.requestedName?.status === 'APPROVED') {
      phone.verifiedName = life.requestedName.name;
      Object.assign(life, { nameStatus: 'APPROVED', requestedName: null });
    }
    return { success: true };
  }

  /** `POST /{phone}/deregister`. */
  deregister(phone: SimPhone): Json {
    const life = this.world.lifeOf(phone);
    life.deregisteredAt = this.withinLimit(life.deregisteredAt);
    phone.status = 'DISCONNECTED';
    return { success: true };
  }

  /** `POST /{phone}`: another PIN, another display name. */
  change(phone: SimPhone, body: Json): Json {
    const life = this.world.lifeOf(phone);
    const { new_display_name: name } = body;
    if (body.pin === undefined && name === undefined) throw invalidParameter('Nothing that can be changed is given.');
    if (body.pin !== undefined) Object.assign(life, { pin: pinIn(body), wrongPins: 0, pinHeldUntil: 0 });
    if (name !== undefined) {
      if (typeof name !== 'string' || name.length < 2 || name.length > 75)
        throw invalidParameter('new_display_name must have 2 to 75 characters');
      if (life.requestedName?.status === 'PENDING_REVIEW')
        throw invalidParameter('A display name is under review already.');
      life.requestedName = { name, status: 'PENDING_REVIEW' };
    }
    return { success: true };
  }

  private checkPin(life: SimNumberLife, pin: string): void {
    const minutesLeft = Math.ceil((life.pinHeldUntil - this.world.now()) / 60_000);
    if (minutesLeft > 0)
      throw new SimError(400, 133008, '(#133008) Two step verification PIN guessed too many times', {
        details: `Too many wrong PINs. Wait ${minutesLeft} minutes before you try again.`,
      });
    if (life.pin === null || life.pin === pin) return;
    life.wrongPins += 1;
    if (life.wrongPins >= MAX_WRONG_PINS)
      Object.assign(life, { wrongPins: 0, pinHeldUntil: this.world.now() + HOUR_MS });
    throw new SimError(400, 133005, '(#133005) Two step verification PIN Mismatch', { details: 'The PIN is wrong.' });
  }

  /** With one more; failed ones count too. */
  private withinLimit(times: number[]): number[] {
    const recent = this.since(times, REGISTRATIONS_MS);
    if (recent.length >= MAX_REGISTRATIONS)
      throw new SimError(400, 133016, '(#133016) Account register deregister rate limit exceeded', {
        details: 'There were too many attempts for this phone number in 72 hours.',
      });
    return [...recent, this.world.now()];
  }

  private since(times: readonly number[], milliseconds: number): number[] {
    return times.filter((time) => time > this.world.now() - milliseconds);
  }
}

function pinIn({ pin }: Json): string {
  if (pin === undefined) throw missingParameter('pin');
  if (typeof pin !== 'string' || !/^\d{6}$/.test(pin)) throw invalidParameter('pin must have 6 digits');
  return pin;
}

function codeRefused(details: string): SimError {
  return new SimError(400, 136024, '(#136024) Request code error', { details });
}
