import { clockLabel, fullLabel } from "../format/time.js";

/** The time of day something was said; the full date is one hover away. */
export function MessageTime({ iso }: { readonly iso: string | undefined }) {
  if (iso === undefined) return null;
  const at = new Date(iso);
  return (
    <time dateTime={iso} title={fullLabel(at)}>
      {clockLabel(at)}
    </time>
  );
}
