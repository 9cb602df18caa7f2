/** Only these are followed: an address of another kind, such as one that is a script, stays text. */
const LINK = /(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]}])/g;

/** Text whose web addresses can be followed. Whom one follows does not learn where one came from. */
export function LinkedText({ text }: { readonly text: string }) {
  return (
    <>
      {text.split(LINK).map((part, index) =>
        index % 2 === 1 ? (
          <a key={index} href={part} target="_blank" rel="noopener noreferrer nofollow ugc">
            {part}
          </a>
        ) : (
          part
        ),
      )}
    </>
  );
}
