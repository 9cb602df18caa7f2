import { pictureOf } from "@ticketwire/testkit";
import { expect, it } from "vitest";
import { attachmentIds, linkWithId } from "./attachment-ids.js";

const picture = pictureOf();
const link = linkWithId(
  { to: () => ({ path: "/f/x.png?s=1", url: "https://chat.test/f/x.png?s=1" }) },
  picture,
);

it("takes ids, links, and objects with either, in their order", () => {
  expect(
    attachmentIds.parse(["a", link, { id: "b" }, { url: link }, { attachmentId: "c", name: "x" }]),
  ).toEqual(["a", picture.id, "b", picture.id, "c"]);
});

it("takes nothing and null for no attachments", () => {
  expect(attachmentIds.parse(undefined)).toEqual([]);
  expect(attachmentIds.parse(null)).toEqual([]);
});

it("refuses what names no file", () => {
  for (const wrong of ["a", {}, 7, [7], [null], [{}], [""], [{ name: "x" }], [{ id: 7 }], [[link]]]) {
    expect(attachmentIds.safeParse(wrong).success, JSON.stringify(wrong)).toBe(false);
  }
});

it("takes a link from elsewhere for an id nobody has", () => {
  expect(attachmentIds.parse(["https://elsewhere.test/x.png"])).toEqual(["https://elsewhere.test/x.png"]);
});
