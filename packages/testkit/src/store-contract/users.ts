import type { Store, User, UserPatch } from "@ticketwire/core";
import { describe, expect } from "vitest";
import { NOON } from "../fixtures.js";
import { expectRefusal, type OpenStore, withStore } from "./open-store.js";

/** Users, and who has the last word on their role. */
export function usersContract(open: OpenStore): void {
  describe("putUsers", () => {
    withStore(open, "creates a user with everything it is told", async (store) => {
      const patch: UserPatch = {
        ref: "u-ann",
        number: 7,
        name: "Ann 'O' Lee",
        email: "ann@example.com",
        role: "agent",
        type: "human",
        company: "Acme",
        department: "Support",
        permissions: ["read", "write"],
      };
      const [put] = await store.putUsers([patch], true, NOON);
      expect(put).toEqual({ created: true, user: { ...patch, id: put?.user.id, roleToldAt: NOON } });
      expect(await store.user("u-ann")).toEqual(put?.user);
    });

    withStore(open, "creates a user of whom only the ref is known", async (store) => {
      const user = await putOne(store, { ref: "u-x" }, false);
      expect(user).toEqual({
        id: user.id,
        ref: "u-x",
        number: user.number,
        name: "u-x",
        email: null,
        role: "customer",
        type: null,
        company: null,
        department: null,
        permissions: [],
        roleToldAt: null,
      });
    });

    withStore(open, "keeps what is left out, clears what is null", async (store) => {
      const first = await putOne(
        store,
        {
          ref: "u",
          name: "Una",
          email: "u@example.com",
          company: "Acme",
          permissions: ["a"],
          role: "vendor",
        },
        false,
      );
      const [put] = await store.putUsers(
        [{ ref: "u", email: null, name: undefined, permissions: [] }],
        false,
        NOON,
      );
      expect(put).toEqual({ created: false, user: { ...first, email: null, permissions: [] } });
      expect(await store.user("u")).toEqual(put?.user);
    });

    withStore(open, "[S7] remembers when the host itself gave the role, and only then", async (store) => {
      const told = async (patch: UserPatch, isTold: boolean, at: number): Promise<number | null> =>
        (await putOne(store, patch, isTold, at)).roleToldAt;
      expect(await told({ ref: "u", role: "agent" }, false, 1)).toBeNull();
      expect(await told({ ref: "u", name: "Una" }, true, 2)).toBeNull();
      expect(await told({ ref: "u", role: "agent" }, true, 3)).toBe(3);
      expect(await told({ ref: "u", role: "admin" }, false, 4)).toBe(3);
      expect(await told({ ref: "u", name: "Uma" }, true, 5)).toBe(3);
      expect(await told({ ref: "u", role: "customer" }, true, 6)).toBe(6);
      expect(await store.user("u")).toMatchObject({ role: "customer", name: "Uma", roleToldAt: 6 });
    });

    withStore(
      open,
      "[S7] keeps the host's role against a token issued before it was given",
      async (store) => {
        const host = 10_000_500;
        const roleFrom = async (issuedAt: number): Promise<string> =>
          (await putOne(store, { ref: "u", role: "agent", name: `at ${issuedAt}` }, false, issuedAt)).role;
        await putOne(store, { ref: "u", role: "customer" }, true, host);
        expect(await roleFrom(9_999_999)).toBe("customer");
        expect(await roleFrom(0)).toBe("customer");
        expect(await store.user("u")).toMatchObject({ role: "customer", name: "at 0", roleToldAt: host });
        expect(await roleFrom(10_000_000)).toBe("agent");
        expect(await putOne(store, { ref: "u", role: "vendor" }, true, 5)).toMatchObject({ role: "vendor" });
      },
    );

    withStore(open, "puts many at once, also one of them twice", async (store) => {
      const puts = await store.putUsers(
        [{ ref: "a", name: "A" }, { ref: "b" }, { ref: "a", company: "Acme" }],
        true,
        NOON,
      );
      expect(puts.map(({ created }) => created)).toEqual([true, true, false]);
      expect(puts[2]?.user).toMatchObject({ id: puts[0]?.user.id, name: "A", company: "Acme" });
      expect(await store.putUsers([], true, NOON)).toEqual([]);
    });

    withStore(open, "makes one user of a ref that comes in from many sides", async (store) => {
      const puts = await Promise.all(
        Array.from({ length: 8 }, () => store.putUsers([{ ref: "u", name: "Una" }], false, NOON)),
      );
      expect(new Set(puts.map(([put]) => put?.user.id)).size).toBe(1);
      expect(puts.filter(([put]) => put?.created)).toHaveLength(1);
    });

    withStore(open, "tells refs apart to the letter", async (store) => {
      const a = await putOne(store, { ref: "a" }, false);
      const capital = await putOne(store, { ref: "A" }, false);
      expect(capital.id).not.toBe(a.id);
      expect(await store.user("a ")).toBeNull();
    });

    withStore(
      open,
      "numbers a user by what is given, by an integer ref, or by the next free",
      async (store) => {
        expect((await putOne(store, { ref: "given", number: 2 }, false)).number).toBe(2);
        expect((await putOne(store, { ref: "4711" }, false)).number).toBe(4711);
        const numbers = [
          (await putOne(store, { ref: "2" }, false)).number,
          (await putOne(store, { ref: "a" }, false)).number,
          (await putOne(store, { ref: "007" }, false)).number,
        ];
        expect(numbers).toEqual([1, 3, 4]);
        expect((await putOne(store, { ref: "a", name: "A" }, false)).number).toBe(3);
        expect((await putOne(store, { ref: "a", number: 9 }, false)).number).toBe(9);
        expect((await putOne(store, { ref: "a", number: 9 }, false)).number).toBe(9);
      },
    );

    withStore(
      open,
      "takes a number that is taken for a conflict, and then changes nothing",
      async (store) => {
        await putOne(store, { ref: "a", number: 7, name: "A" }, true);
        const patches = [{ ref: "a", name: "changed" }, { ref: "new" }, { ref: "b", number: 7 }];
        const conflict = await expectRefusal(store.putUsers(patches, true, NOON), "conflict");
        expect(conflict.details.field).toBe("number");
        expect(await store.user("a")).toMatchObject({ name: "A" });
        expect(await store.user("new")).toBeNull();
        expect(await store.user("b")).toBeNull();
      },
    );
  });

  describe("usersToldSince", () => {
    withStore(
      open,
      "[S7] gives those whose role the host gave since then, as they are now",
      async (store) => {
        await putOne(store, { ref: "before", role: "agent" }, true, NOON - 1);
        await putOne(store, { ref: "at", role: "agent" }, true, NOON);
        await putOne(store, { ref: "after", role: "agent" }, true, NOON + 1);
        await putOne(store, { ref: "unchanged", name: "N" }, true, NOON + 1);
        await putOne(store, { ref: "by token", role: "agent" }, false, NOON + 1);
        await putOne(store, { ref: "at", name: "Changed since", permissions: ["p"] }, false, NOON);
        const told = await store.usersToldSince(NOON);
        expect(told.map(({ ref }) => ref).sort()).toEqual(["after", "at"]);
        expect(told.find(({ ref }) => ref === "at")).toEqual(await store.user("at"));
        expect(await store.usersToldSince(NOON + 2)).toEqual([]);
      },
    );
  });

  describe("user", () => {
    withStore(open, "knows nobody by a ref it was never told", async (store) => {
      expect(await store.user("nobody")).toBeNull();
    });
  });
}

async function putOne(store: Store, patch: UserPatch, told: boolean, at = NOON): Promise<User> {
  const [put] = await store.putUsers([patch], told, at);
  if (!put) throw new Error("store did not give back the user that was put");
  return put.user;
}
