// Loaded before the product with `node --import`: the process begins at the time that CLOCK_STARTS_AT names (ISO 8601
// with its offset), and time goes on from there at its own pace. The product knows nothing of it.
const shiftMs = Date.parse(process.env.CLOCK_STARTS_AT) - Date.now();
const RealDate = Date;

globalThis.Date = class Date extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + shiftMs);
    else super(...given);
  }

  static now() {
    return RealDate.now() + shiftMs;
  }
};
