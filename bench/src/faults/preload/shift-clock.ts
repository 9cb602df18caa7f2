/** Loaded into a node before the command, and into its threads: its wall clock is wrong by `FAULTS_CLOCK_SHIFT_MS`. */
const shiftMs = Number(process.env.FAULTS_CLOCK_SHIFT_MS ?? 0);
const RealDate = Date;

/** Time that passes is right, as it is on a machine whose clock was set wrongly. */
class ShiftedDate extends RealDate {
  constructor(...args: readonly unknown[]) {
    if (args.length === 0) super(RealDate.now() + shiftMs);
    else super(...(args as [number]));
  }

  static override now(): number {
    return RealDate.now() + shiftMs;
  }
}

globalThis.Date = ShiftedDate as DateConstructor;
