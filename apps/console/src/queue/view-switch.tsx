import { useSnapshot } from "@ticketwire/react";
import { settings } from "../settings/settings.js";
import { useConsoleTexts } from "../texts/texts.js";
import styles from "./view-switch.module.css";
import { VIEWS, type View } from "./views.js";

interface ViewSwitchProps {
  readonly view: View;
  /** How many there are of some; `isMore`: that many at least. */
  readonly counts: { readonly [V in View]?: { readonly count: number; readonly isMore?: boolean } };
  readonly onChoose: (view: View) => void;
}

/** Chooses which tickets are listed. */
export function ViewSwitch({ view, counts, onChoose }: ViewSwitchProps) {
  const { list: texts } = useConsoleTexts();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div className={styles.switch} role="group" aria-label={texts.views}>
      {VIEWS.map((one, index) => (
        <button
          key={one}
          type="button"
          className={styles.view}
          aria-pressed={one === view}
          title={`${texts[one]} (${index + 1})`}
          onClick={() => onChoose(one)}
        >
          {texts[one]}
          <Count {...counts[one]} />
        </button>
      ))}
    </div>
  );
}

function Count({ count = 0, isMore = false }: { readonly count?: number; readonly isMore?: boolean }) {
  const { language } = useSnapshot(settings);
  if (count === 0) return null;
  return (
    <span className={styles.count}>
      {new Intl.NumberFormat(language, { notation: "compact" }).format(count)}
      {isMore && "+"}
    </span>
  );
}
