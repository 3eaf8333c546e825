import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where Debian's package libfaketime puts it. */
const LIBRARY_HOMES = ['/usr/lib', '/usr/local/lib'];
const FOLDERS = ['', 'faketime'];
const LIBRARY = 'libfaketimeMT.so.1';

/** A clock that is set forth and back under running processes, as an administrator or a restored machine does. Timers go on. */
export class SteppedClock {
  private constructor(
    private readonly library: string | null,
    private readonly file: string,
  ) {}

  /** `directory` takes the file that processes read their offset from. */
  static in(directory: string): SteppedClock {
    const clock = new SteppedClock(findLibrary(), join(directory, 'clock'));
    clock.set(0);
    return clock;
  }

  get isAvailable(): boolean {
    return this.library !== null;
  }

  /** Of a process whose clock is to be stepped. */
  get environment(): Record<string, string> {
    if (this.library === null) return {};
    return {
      LD_PRELOAD: this.library,
      FAKETIME_TIMESTAMP_FILE: this.file,
      FAKETIME_CACHE_DURATION: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    };
  }

  /** Within a second every process is so many seconds ahead of the true time, or behind it. */
  set(offsetSeconds: number): void {
    writeFileSync(this.file, `${offsetSeconds < 0 ? '-' : '+'}${Math.abs(offsetSeconds)}\n`);
  }
}

function findLibrary(): string | null {
  for (const home of LIBRARY_HOMES) {
    const machines = existsSync(home) ? readdirSync(home).filter((name) => name.includes('linux-gnu')) : [];
    for (const folder of ['', ...machines].flatMap((machine) => FOLDERS.map((name) => join(home, machine, name)))) {
      if (existsSync(join(folder, LIBRARY))) return join(folder, LIBRARY);
    }
  }
  return null;
}
