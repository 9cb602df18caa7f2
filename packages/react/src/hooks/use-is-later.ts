import { useEffect, useState } from "react";

/** True from the render after the one in which something first held. */
export function useIsLater(holds: boolean): boolean {
  const [isLater, setIsLater] = useState(false);
  useEffect(() => {
    if (!holds) return;
    const frame = requestAnimationFrame(() => setIsLater(true));
    return () => cancelAnimationFrame(frame);
  }, [holds]);
  return isLater;
}
