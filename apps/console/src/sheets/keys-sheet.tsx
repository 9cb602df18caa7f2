import { Keys } from "../parts/keys.js";
import { Modal } from "../parts/modal.js";
import { type ConsoleTexts, useConsoleTexts } from "../texts/texts.js";
import styles from "./keys-sheet.module.css";

/** All keys that do something, by where they do it. */
export function KeysSheet({ onClose }: { readonly onClose: () => void }) {
  const texts = useConsoleTexts();
  return (
    <Modal title={texts.keys.title} look="wide" onClose={onClose}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by the keyboard */}
      <section className={styles.sheet} aria-label={texts.keys.title} tabIndex={0}>
        {groupsOf(texts).map(([title, keys]) => (
          <div key={title} className={styles.group}>
            <h3 className={styles.title}>{title}</h3>
            <dl className={styles.list}>
              {keys.map(([key, does]) => (
                <div key={does} className={styles.pair}>
                  <dt>{does}</dt>
                  <dd className={styles.keys}>
                    <Keys keys={key} />
                  </dd>
                </div>
              ))}
            </dl>
          </div>
        ))}
      </section>
    </Modal>
  );
}

type Group = readonly [title: string, keys: readonly (readonly [keys: string, does: string])[]];

function groupsOf({ keys, ticket, search, settings }: ConsoleTexts): readonly Group[] {
  return [
    [
      keys.list,
      [
        ["j ↓", keys.next],
        ["k ↑", keys.previous],
        ["Enter", keys.open],
        ["1 2 3 4", keys.view],
        ["/", keys.filter],
        ["]", keys.nextTab],
        ["[", keys.previousTab],
        ["x", keys.closeTab],
      ],
    ],
    [
      keys.ticket,
      [
        ["a", `${ticket.accept}, ${ticket.take}`],
        ["e", ticket.resolve],
        ["h", ticket.handBack],
        ["o", ticket.reopen],
        ["t", ticket.assignTo],
        ["u", ticket.status],
        ["p", ticket.priority],
        ["f", ticket.find],
        ["d", ticket.details],
        ["m", ticket.mute],
      ],
    ],
    [
      keys.writing,
      [
        ["r", keys.reply],
        ["n", keys.note],
        ["Mod I", keys.switchMode],
        ["/ …", keys.canned],
        ["Enter", keys.send],
        ["Shift Enter", keys.newLine],
        ["Esc", keys.leave],
      ],
    ],
    [
      keys.console,
      [
        ["Mod K", keys.palette],
        ["s", search.title],
        [",", settings.title],
        ["?", keys.shortcuts],
      ],
    ],
  ];
}
