import { useSnapshot } from "@ticketwire/react";
import { Button } from "@ticketwire/react/parts";
import { useState } from "react";
import { useWorkplace } from "../desk/workplace.js";
import { playSound } from "../notify/sound.js";
import { Modal } from "../parts/modal.js";
import { useConsoleTexts } from "../texts/texts.js";
import { Options } from "./options.js";
import { change, DENSITIES, LANGUAGES, settings, THEMES } from "./settings.js";
import styles from "./settings-sheet.module.css";
import { Switch } from "./switch.js";

/** How somebody wants the console to be. Everything holds at once. */
export function SettingsSheet({ onClose }: { readonly onClose: () => void }) {
  const { sheet } = useWorkplace();
  const { settings: texts } = useConsoleTexts();
  const now = useSnapshot(settings);
  const [isDenied, setIsDenied] = useState(false);

  // The browser asks only somebody who has just clicked.
  const togglePopups = async (isOn: boolean) => {
    const isAllowed = !isOn || (await Notification.requestPermission()) === "granted";
    setIsDenied(!isAllowed);
    change({ hasPopups: isOn && isAllowed });
  };

  return (
    <Modal title={texts.title} onClose={onClose}>
      <div className={styles.sheet}>
        <h3 className={styles.title}>{texts.look}</h3>
        <Options
          label={texts.theme}
          value={now.theme}
          options={THEMES.map((theme) => [theme, texts.themes[theme]])}
          onChange={(theme) => change({ theme })}
        />
        <Options
          label={texts.density}
          value={now.density}
          options={DENSITIES.map((density) => [density, texts.densities[density]])}
          onChange={(density) => change({ density })}
        />
        <Options
          label={texts.language}
          value={now.language}
          options={LANGUAGES.map((language) => [language, texts.languages[language]])}
          onChange={(language) => change({ language })}
        />
        <h3 className={styles.title}>{texts.notifications}</h3>
        <Switch
          label={texts.sound}
          hint={texts.soundHint}
          isOn={now.hasSound}
          onChange={(hasSound) => {
            change({ hasSound });
            if (hasSound) playSound();
          }}
        />
        {"Notification" in window && (
          <Switch
            label={texts.popups}
            hint={isDenied ? texts.popupsDenied : texts.popupsHint}
            isOn={now.hasPopups && Notification.permission === "granted"}
            onChange={(isOn) => {
              togglePopups(isOn).catch(() => setIsDenied(true));
            }}
          />
        )}
        <Switch
          label={texts.titleCount}
          isOn={now.hasTitleCount}
          onChange={(hasTitleCount) => change({ hasTitleCount })}
        />
        <h3 className={styles.title}>{texts.keyboard}</h3>
        <Switch
          label={texts.letterKeys}
          hint={texts.letterKeysHint}
          isOn={now.hasLetterKeys}
          onChange={(hasLetterKeys) => change({ hasLetterKeys })}
        />
        <Button look="plain" className={styles.more ?? ""} onClick={() => sheet.set({ kind: "keys" })}>
          {texts.shortcuts}
        </Button>
      </div>
    </Modal>
  );
}
