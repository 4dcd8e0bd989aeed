// Loaded before the product with `node --import`: on SIGUSR2 the clock of the process jumps to as many milliseconds from
// the true time as CLOCK_FILE says. Timers run on as they do on a real machine. The product knows nothing of it.
import { readFileSync, writeFileSync } from 'node:fs';

const RealDate = Date;
let shiftMs = 0;

globalThis.Date = class Date extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + shiftMs);
    else super(...given);
  }

  static now() {
    return RealDate.now() + shiftMs;
  }
};

process.on('SIGUSR2', () => {
  shiftMs = Number(readFileSync(process.env.CLOCK_FILE, 'utf8'));
  writeFileSync(process.env.CLOCK_FILE, 'jumped');
});
