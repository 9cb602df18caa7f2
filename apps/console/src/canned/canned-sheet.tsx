import { useSnapshot } from "@ticketwire/react";
import { Button } from "@ticketwire/react/parts";
import { useEffect, useRef, useState } from "react";
import { useWorkplace } from "../desk/workplace.js";
import { Modal } from "../parts/modal.js";
import { useConsoleTexts } from "../texts/texts.js";
import { failureText } from "../work/failure-text.js";
import { CannedForm } from "./canned-form.js";
import { CannedGroup } from "./canned-group.js";
import type { CannedReply } from "./canned-replies.js";
import styles from "./canned-sheet.module.css";

/** The texts one may answer with: one's own to change, and everybody's, which admins change. */
export function CannedSheet({ onClose }: { readonly onClose: () => void }) {
  const { canned, user, notice } = useWorkplace();
  const { canned: texts, work } = useConsoleTexts();
  const replies = useSnapshot(canned);
  const [edited, setEdited] = useState<CannedReply | "new">();
  const [error, setError] = useState<string>();
  const add = useRef<HTMLButtonElement>(null);
  const wasEdited = useRef(false);
  const mayShare = user.role === "admin";

  const failed = (failure: unknown) => setError(work.failed(failureText(failure)));
  useEffect(() => {
    canned.read().catch((failure: unknown) => setError(work.failed(failureText(failure))));
  }, [canned, work]);

  // The form is gone and the focus with it: it goes on where a form is asked for.
  useEffect(() => {
    if (wasEdited.current && !edited) add.current?.focus();
    wasEdited.current = edited !== undefined;
  }, [edited]);

  const save = async (draft: Parameters<typeof canned.put>[0]) => {
    await canned.put(draft);
    setEdited(undefined);
    setError(undefined);
    notice.set({ tone: "good", text: texts.saved });
  };
  const remove = async ({ id }: CannedReply) => {
    await canned.remove(id);
    notice.set({ tone: "good", text: texts.removed });
    add.current?.focus();
  };
  const shown = (shared: boolean) => replies.filter((reply) => reply.shared === shared);

  return (
    <Modal title={texts.title} onClose={onClose}>
      <div className={styles.sheet}>
        <p className={styles.hint}>{texts.hint}</p>
        <p className={styles.error} role="alert">
          {error}
        </p>
        {edited ? (
          <CannedForm
            reply={edited === "new" ? undefined : edited}
            mayShare={mayShare}
            onSave={(draft) => {
              save(draft).catch(failed);
            }}
            onCancel={() => setEdited(undefined)}
          />
        ) : (
          <>
            {[false, true].map((shared) => (
              <CannedGroup
                key={String(shared)}
                title={shared ? texts.shared : texts.own}
                replies={shown(shared)}
                mayChange={!shared || mayShare}
                onEdit={setEdited}
                onRemove={(reply) => {
                  remove(reply).catch(failed);
                }}
              />
            ))}
            <Button ref={add} className={styles.add ?? ""} onClick={() => setEdited("new")}>
              {texts.add}
            </Button>
          </>
        )}
      </div>
    </Modal>
  );
}
