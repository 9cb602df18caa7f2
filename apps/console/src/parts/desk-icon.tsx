const PATHS = {
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14ZM16.2 16.2 20 20",
  settings:
    "M4 7h9M17 7h3M4 17h3M11 17h9M15 9.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4ZM9 19.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4Z",
  eye: "M3 12s3.2-6 9-6 9 6 9 6-3.2 6-9 6-9-6-9-6ZM12 14.6a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2Z",
  panel:
    "M5.5 5h13A1.5 1.5 0 0 1 20 6.5v11a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 17.5v-11A1.5 1.5 0 0 1 5.5 5ZM14.5 5v14",
  bell: "M6.5 16.5V11a5.5 5.5 0 0 1 11 0v5.5l1.5 1.5H5ZM10.3 20.5h3.4",
  bellOff: "M6.5 16.5V11c0-1 .3-2 .8-2.8M9.3 6.2A5.5 5.5 0 0 1 17.5 11v3M5 18h13M10.3 20.5h3.4M4 4l16 16",
  person: "M12 11.5a3.6 3.6 0 1 0 0-7.2 3.6 3.6 0 0 0 0 7.2ZM5 20c.4-3.6 3.2-5.6 7-5.6s6.6 2 7 5.6",
  inbox: "M4.5 13.5 7 5.5h10l2.5 8v5H4.5ZM4.5 13.5h4l1.3 2.5h4.4l1.3-2.5h4",
  keyboard:
    "M4.5 7h15A1.5 1.5 0 0 1 21 8.5v7a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 15.5v-7A1.5 1.5 0 0 1 4.5 7ZM7 10.5v.1M10.3 10.5v.1M13.7 10.5v.1M17 10.5v.1M8.5 13.8h7",
  dots: "M6 12v.1M12 12v.1M18 12v.1",
  flag: "M6 20V4.5M6 5h11l-2.2 4L17 13H6",
  circle: "M12 19a7 7 0 1 0 0-14 7 7 0 0 0 0 14Z",
  note: "M6 4.5h12A1.5 1.5 0 0 1 19.5 6v9l-4.5 4.5H6A1.5 1.5 0 0 1 4.5 18V6A1.5 1.5 0 0 1 6 4.5ZM15 19.5V15h4.5M8 9h8M8 12.5h5",
  text: "M5 6.5h14M5 12h14M5 17.5h8",
  plus: "M12 5.5v13M5.5 12h13",
  undo: "M9 7 4.5 11.5 9 16M5 11.5h8.5a5 5 0 0 1 5 5v1",
  ticket:
    "M5.5 6.5h13A1.5 1.5 0 0 1 20 8v2a2 2 0 0 0 0 4v2a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 16v-2a2 2 0 0 0 0-4V8a1.5 1.5 0 0 1 1.5-1.5Z",
  take: "M12 4.5v10M8 10.5l4 4 4-4M5 19.5h14",
} as const;

/** The name of an icon of the console. */
export type DeskIconName = keyof typeof PATHS;

/** A line icon of the console, in the colour of the text around it. Decorative: what it stands for is also said in words. */
export function DeskIcon({ name, size = 18 }: { readonly name: DeskIconName; readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden="true">
      <path
        d={PATHS[name]}
        stroke="currentColor"
        strokeWidth={name === "dots" ? 2.6 : 1.7}
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
