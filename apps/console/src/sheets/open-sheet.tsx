import { useSnapshot } from "@ticketwire/react";
import type { Actions } from "../actions/action.js";
import { CannedSheet } from "../canned/canned-sheet.js";
import { useWorkplace } from "../desk/workplace.js";
import { Details } from "../details/details.js";
import { CommandPalette } from "../palette/command-palette.js";
import { Modal } from "../parts/modal.js";
import { SearchSheet } from "../search/search-sheet.js";
import { SettingsSheet } from "../settings/settings-sheet.js";
import { useConsoleTexts } from "../texts/texts.js";
import { AssignPicker } from "./assign-picker.js";
import { FactPicker } from "./fact-picker.js";
import { KeysSheet } from "./keys-sheet.js";

/** Whatever is open above the page. */
export function OpenSheet({ groups }: { readonly groups: readonly (readonly [string, Actions])[] }) {
  const { sheet } = useWorkplace();
  const { details: texts } = useConsoleTexts();
  const open = useSnapshot(sheet);
  const close = () => sheet.set(null);
  switch (open?.kind) {
    case undefined:
      return null;
    case "palette":
      return <CommandPalette groups={groups} onClose={close} />;
    case "search":
      return <SearchSheet key={open.text} initial={open.text ?? ""} within={open.within} onClose={close} />;
    case "assign":
      return <AssignPicker ticketRef={open.ticket} onClose={close} />;
    case "status":
    case "priority":
      return <FactPicker fact={open.kind} ticketRef={open.ticket} onClose={close} />;
    case "details":
      return (
        <Modal title={texts.details} look="drawer" onClose={close}>
          <Details ticketRef={open.ticket} />
        </Modal>
      );
    case "settings":
      return <SettingsSheet onClose={close} />;
    case "keys":
      return <KeysSheet onClose={close} />;
    case "canned":
      return <CannedSheet onClose={close} />;
  }
}
