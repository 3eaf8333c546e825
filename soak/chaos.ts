import type { Simulator } from '../src/simulator/simulator.js';
import type { PlannedError } from '../src/simulator/world/world.js';
import type { Fleet } from './fleet.js';
import type { Random } from './random.js';
import type { Services } from './services.js';

/** What Meta is made to do to the calls that send. */
const FAULTS: readonly Pick<PlannedError, 'kind' | 'code'>[] = [
  { kind: 'CODE', code: 130429 },
  { kind: 'CODE', code: 131056 },
  { kind: 'CODE', code: 131000 },
  { kind: 'HTTP_500', code: 0 },
  { kind: 'RESET_BEFORE', code: 0 },
  { kind: 'RESET_AFTER', code: 0 },
];

/** What the fleet's clock may be ahead of the true time. */
const CLOCK_OFFSETS_S = [-3_600, -90, -5, 0, 5, 90, 1_200];

/** Kills, stops, starts and disturbs, as the seed says, until it is stopped. */
export class Chaos {
  readonly log: string[] = [];
  readonly faults = new Map<string, number>();
  private readonly began = Date.now();
  private isOver = false;

  constructor(
    private readonly fleet: Fleet,
    private readonly services: Services,
    private readonly simulator: Simulator,
    private readonly random: Random,
    private readonly faultRandom: Random,
  ) {}

  async run(): Promise<void> {
    await Promise.all([this.disturbProcesses(), this.disturbMeta()]);
  }

  /** The last clock is the true one: messages may have been dated by others. */
  stop(): void {
    this.isOver = true;
    this.services.clock.set(0);
  }

  private async disturbProcesses(): Promise<void> {
    while (!this.isOver) {
      await this.wait(this.random.between(3_000, 8_000));
      const what = this.random.next();
      const index = Math.floor(this.random.next() * this.fleet.size);
      const downMs = this.random.between(200, 3_000);
      if (this.isOver) return;
      if (what < 0.47) {
        this.note(`kill -9 ${this.fleet.nameOf(index)}`);
        await this.fleet.kill(index, downMs);
      } else if (what < 0.65) {
        this.note(`restart ${this.fleet.nameOf(index)}`);
        await this.fleet.restart(index);
      } else if (what < 0.77) {
        this.note('restart PostgreSQL');
        await this.services.restartPostgres(downMs);
      } else if (what < 0.87) {
        this.note('restart Redis');
        await this.services.restartRedis(downMs);
      } else if (what < 0.95) this.stepClock();
      else if (this.services.disk.isAvailable) {
        this.note('disk full');
        await this.services.fillDisk(downMs);
      }
    }
  }

  /** All processes of the fleet run on one machine, so to speak: its clock is set to another offset. */
  private stepClock(): void {
    if (!this.services.clock.isAvailable) return;
    const seconds = this.random.pick(CLOCK_OFFSETS_S);
    this.note(`clock set to ${seconds} s`);
    this.services.clock.set(seconds);
  }

  private async disturbMeta(): Promise<void> {
    const { world } = this.simulator;
    while (!this.isOver) {
      await this.wait(this.faultRandom.between(500, 2_500));
      const fault = this.faultRandom.pick(FAULTS);
      const times = 1 + Math.floor(this.faultRandom.next() * 3);
      // a paused number asks Meta for little: what piled up meanwhile would make every trial fail
      if (world.plannedErrors.length > 0) continue;
      const name = fault.kind === 'CODE' ? String(fault.code) : fault.kind;
      this.faults.set(name, (this.faults.get(name) ?? 0) + times);
      world.plannedErrors.push({ path: '/messages', times, ...fault });
    }
    world.plannedErrors.length = 0;
  }

  private note(what: string): void {
    this.log.push(`${((Date.now() - this.began) / 1000).toFixed(1)} s: ${what}`);
  }

  private async wait(milliseconds: number): Promise<void> {
    const end = Date.now() + milliseconds;
    while (!this.isOver && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
