// Loaded before the product with `node --import`: the process begins at the time that CLOCK_STARTS_AT names (ISO 8601 with its
// offset), and time goes on from there at its own pace. On SIGUSR2 its clock jumps to as many milliseconds from the true
// time as CLOCK_FILE says. Timers run on as they do on a real machine. The product knows nothing of it.
import { readFileSync, writeFileSync } from 'node:fs';

const { CLOCK_STARTS_AT, CLOCK_FILE } = process.env;
const RealDate = Date;
let shiftMs = CLOCK_STARTS_AT ? RealDate.parse(CLOCK_STARTS_AT) - RealDate.now() : 0;

globalThis.Date = class Date extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + shiftMs);
    else super(...given);
  }

  static now() {
    return RealDate.now() + shiftMs;
  }
};

if (CLOCK_FILE)
  process.on('SIGUSR2', () => {
    shiftMs = Number(readFileSync(CLOCK_FILE, 'utf8'));
    writeFileSync(CLOCK_FILE, 'jumped');
  });
