/** How a picture is shown: how many times as large as it fits, and how far from the middle, in px. */
export interface Zoom {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** A place in relation to the middle, in px. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** A picture that fits. */
export const FITTING: Zoom = { scale: 1, x: 0, y: 0 };

const MAX_SCALE = 8;

/** Makes a picture larger or smaller by a factor, so that what is at this place stays there. */
export function zoomedBy(zoom: Zoom, factor: number, { x, y }: Place = { x: 0, y: 0 }): Zoom {
  const scale = Math.min(MAX_SCALE, Math.max(1, zoom.scale * factor));
  if (scale === 1) return FITTING;
  const by = scale / zoom.scale;
  return { scale, x: x - (x - zoom.x) * by, y: y - (y - zoom.y) * by };
}

/** Moves a picture that is larger than it fits, never so far that it is out of view. */
export function movedBy(
  zoom: Zoom,
  { x, y }: Place,
  stage: { readonly width: number; readonly height: number },
): Zoom {
  const within = (value: number, length: number): number => {
    const reach = (length * (zoom.scale - 1)) / 2;
    return Math.min(reach, Math.max(-reach, value));
  };
  return { ...zoom, x: within(zoom.x + x, stage.width), y: within(zoom.y + y, stage.height) };
}
