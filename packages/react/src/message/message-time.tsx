import { useFormats } from "../provider/surroundings.js";

/** The time of day something was said; the full date is one hover away. */
export function MessageTime({ iso }: { readonly iso: string | undefined }) {
  const formats = useFormats();
  if (iso === undefined) return null;
  const at = new Date(iso);
  return (
    <time dateTime={iso} title={formats.full(at)}>
      {formats.clock(at)}
    </time>
  );
}
