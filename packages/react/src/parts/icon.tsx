const PATHS = {
  attach:
    "M20 11.2 12.4 18.8a4.6 4.6 0 0 1-6.5-6.5l7.9-7.9a3.1 3.1 0 0 1 4.4 4.4l-7.9 7.9a1.5 1.5 0 0 1-2.2-2.2l7.2-7.1",
  send: "M12 19V5.5M6 11l6-6 6 6",
  lock: "M7 11V8a5 5 0 0 1 10 0v3M6.5 11h11A1.5 1.5 0 0 1 19 12.5v6a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 5 18.5v-6A1.5 1.5 0 0 1 6.5 11Z",
  back: "M14.5 6 8.5 12l6 6",
  down: "M12 5v13.5M6 13l6 6 6-6",
  close: "m7 7 10 10M17 7 7 17",
  check: "m5.5 12.5 4.2 4.2L18.5 8",
  clock: "M12 8v4.5l3 1.8M12 20.5a8.5 8.5 0 1 1 0-17 8.5 8.5 0 0 1 0 17Z",
  alert: "M12 8.2v4.6m0 3v.1M12 20.5a8.5 8.5 0 1 1 0-17 8.5 8.5 0 0 1 0 17Z",
  file: "M13.5 3.5v5h5M7 3.5h7l5 5V19a1.5 1.5 0 0 1-1.5 1.5H7A1.5 1.5 0 0 1 5.5 19V5A1.5 1.5 0 0 1 7 3.5Z",
  signOut:
    "M14 7V5.5A1.5 1.5 0 0 0 12.5 4h-6A1.5 1.5 0 0 0 5 5.5v13A1.5 1.5 0 0 0 6.5 20h6a1.5 1.5 0 0 0 1.5-1.5V17M10 12h10.5M17.5 8.8l3.2 3.2-3.2 3.2",
  window:
    "M14 4.5h5.5V10M19 5l-7.5 7.5M17.5 14v4a1.5 1.5 0 0 1-1.5 1.5H6A1.5 1.5 0 0 1 4.5 18V8A1.5 1.5 0 0 1 6 6.5h4",
  retry: "M5 12a7 7 0 0 1 12.2-4.7L19.5 9.5M19.5 5v4.5H15M19 12a7 7 0 0 1-12.2 4.7L4.5 14.5M4.5 19v-4.5H9",
  arrow: "M5 12h13.5M13 6l6 6-6 6",
  smile: "M12 20.5a8.5 8.5 0 1 1 0-17 8.5 8.5 0 0 1 0 17ZM8.5 14a4.2 4.2 0 0 0 7 0M9.2 9.6v.1M14.8 9.6v.1",
  reply: "M10 7 5 12l5 5M5.5 12H14a5 5 0 0 1 5 5v1",
  copy: "M9 9.5A1.5 1.5 0 0 1 10.5 8h7A1.5 1.5 0 0 1 19 9.5v8a1.5 1.5 0 0 1-1.5 1.5h-7A1.5 1.5 0 0 1 9 17.5ZM15 8V6.5A1.5 1.5 0 0 0 13.5 5h-7A1.5 1.5 0 0 0 5 6.5v8A1.5 1.5 0 0 0 6.5 16H9",
  edit: "M5 19h3.2L18.6 8.6a1.9 1.9 0 0 0 0-2.7l-.5-.5a1.9 1.9 0 0 0-2.7 0L5 15.8ZM13.5 7.3l3.2 3.2",
  trash:
    "M5 7h14M10 7V5h4v2M7 7l.8 11.1a1.5 1.5 0 0 0 1.5 1.4h5.4a1.5 1.5 0 0 0 1.5-1.4L17 7M10.3 10.8v5M13.7 10.8v5",
  forward: "m9.5 6 6 6-6 6",
  microphone:
    "M12 14.5a3 3 0 0 0 3-3v-5a3 3 0 0 0-6 0v5a3 3 0 0 0 3 3ZM5.8 11.5a6.2 6.2 0 0 0 12.4 0M12 17.7v2.8",
  play: "M8 5.6v12.8a.8.8 0 0 0 1.2.7l10.2-6.4a.8.8 0 0 0 0-1.4L9.2 4.9a.8.8 0 0 0-1.2.7Z",
  pause: "M8.5 5.5v13M15.5 5.5v13",
  download: "M12 4.5v10.7M7 10.5l5 5 5-5M5 19.5h14",
  zoomIn: "M10.8 17.1a6.3 6.3 0 1 0 0-12.6 6.3 6.3 0 0 0 0 12.6ZM15.4 15.4l4.3 4.3M10.8 8.2v5.2M8.2 10.8h5.2",
  zoomOut: "M10.8 17.1a6.3 6.3 0 1 0 0-12.6 6.3 6.3 0 0 0 0 12.6ZM15.4 15.4l4.3 4.3M8.2 10.8h5.2",
} as const;

/** The name of an icon. */
export type IconName = keyof typeof PATHS;

/** What points along the line of writing points the other way where that runs from right to left. */
const MIRRORED: ReadonlySet<IconName> = new Set(["reply", "back", "forward", "arrow", "signOut"]);

/** A line icon in the colour of the text around it. Decorative: whatever it stands for is also said in words. */
export function Icon({ name, size = 20 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      aria-hidden="true"
      {...(MIRRORED.has(name) ? { "data-mirrored": true } : {})}
    >
      <path
        d={PATHS[name]}
        stroke="currentColor"
        strokeWidth="1.7"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
