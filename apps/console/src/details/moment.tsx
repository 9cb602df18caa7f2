import { useFormats } from "@ticketwire/react";

/** A point in time: the day if it is not today, and the time of day. In full on hovering. */
export function Moment({ at }: { readonly at: string }) {
  const formats = useFormats();
  const date = new Date(at);
  const [short, clock] = [formats.short(date), formats.clock(date)];
  return (
    <time dateTime={at} title={formats.full(date)}>
      {short === clock ? clock : `${short}, ${clock}`}
    </time>
  );
}
