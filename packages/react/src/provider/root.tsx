import { type ComponentPropsWithoutRef, forwardRef } from "react";
import { classNames } from "../parts/class-names.js";
import { useSurroundings } from "./surroundings.js";

/** Where the look begins: gives what is in it colours, language and direction. */
export const Root = forwardRef<HTMLDivElement, ComponentPropsWithoutRef<"div">>(function Root(
  { className, ...rest },
  ref,
) {
  const { theme, dir, locale } = useSurroundings();
  return (
    <div
      ref={ref}
      className={classNames("tw-root", className)}
      data-theme={theme}
      lang={locale}
      {...(dir === undefined ? {} : { dir })}
      {...rest}
    />
  );
});
