import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ComponentWorld, composer, message } from "./component-world.js";

const MODIFIER = "ControlOrMeta";

let world: ComponentWorld;

beforeAll(async () => {
  world = await ComponentWorld.open("production");
}, 60_000);

afterEach(async () => {
  expect(await world.leave()).toEqual([]);
});

afterAll(async () => {
  await world?.close();
});

describe("Conversation", () => {
  it("is used by keyboard alone: answer, react, edit, delete", async () => {
    const { ref } = await world.putTicket();
    await world.say("bob", ref, ["First", "Second"]);
    const page = await world.show({ show: "conversation", ticket: ref });
    const press = async (...keys: readonly string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    await message(page, "Second").focus();
    await page.getByRole("toolbar").waitFor();
    await press("ArrowUp", "Enter", "ArrowRight", "Enter");
    await page.getByText("Replying to Bob Ray").waitFor();
    await page.keyboard.type("An answer");
    await press("Enter");
    await message(page, "An answer").getByRole("button", { name: "In reply to Bob Ray: First" }).waitFor();

    await message(page, "An answer").focus();
    await press("ArrowUp", "Enter", "Enter");
    await page.getByRole("button", { name: "Answer with 👎" }).waitFor();
    await press("ArrowRight", "Enter");
    await message(page, "Second").getByRole("button", { name: "👎 by Ann Lee" }).waitFor();

    await message(page, "An answer").focus();
    await press("Enter", "End", "ArrowLeft", "Enter");
    await page.getByText("Editing your message").waitFor();
    await press(`${MODIFIER}+A`);
    await page.keyboard.type("A better answer");
    await press("Enter");
    await message(page, "A better answer (edited)").focus();
    await press("Enter", "End", "Enter");
    await page.getByRole("dialog", { name: "Delete this message?" }).waitFor();
    await press("Tab", "Enter");
    await page.getByText("This message was deleted").waitFor();
  });

  it("is used by mouse: react and delete", async () => {
    const { ref } = await world.putTicket();
    const page = await world.show({ show: "conversation", ticket: ref });
    await composer(page).fill("A message");
    await page.keyboard.press("Enter");
    await message(page, "A message").hover();
    await page.getByRole("button", { name: "Answer with an emoji" }).click();
    await page.getByRole("button", { name: "Answer with 🎉" }).click();
    await page.getByRole("button", { name: "🎉 by Ann Lee" }).waitFor();
    await message(page, "A message").hover();
    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await page.locator("article:focus").getByText("This message was deleted").waitFor();
  });

  it("[S2] shows one's own messages at once, each once and in one order while others write too", async () => {
    const { ref } = await world.putTicket();
    const viewport = { width: 1000, height: 1500 };
    const page = await world.show({ show: "conversation", ticket: ref }, { viewport });
    await composer(page).waitFor();
    const bob = (await world.connect("bob")).ticket(ref);
    bob.open();
    await page.evaluate(`(() => {
      window.orders = new Set();
      window.rendered = new Map();
      const look = () => {
        const own = [...document.querySelectorAll("article[data-own=true] p[dir=auto]")];
        for (const one of own) {
          const { textContent } = one;
          window.rendered.set(textContent, (window.rendered.get(textContent) ?? new Set()).add(one));
        }
        window.orders.add(own.map(({ textContent }) => textContent).join());
        requestAnimationFrame(look);
      };
      look();
    })()`);
    for (const text of ["a", "b", "c", "d", "e"]) {
      bob.send({ text: `Bob's ${text}` });
      await composer(page).fill(text);
      await page.keyboard.press("Enter");
    }
    await expect.poll(() => page.locator('article[data-own=true][data-delivery="sent"]').count()).toBe(5);
    const orders = (await page.evaluate("[...window.orders]")) as string[];
    expect(orders.filter((order) => !"a,b,c,d,e".startsWith(order))).toEqual([]);
    expect(await page.evaluate("[...window.rendered.values()].map(({ size }) => size)")).toEqual([
      1, 1, 1, 1, 1,
    ]);
  });

  it("keeps a draft for each ticket and person, and shows nobody what somebody else has begun", async () => {
    const [one, other] = [await world.putTicket(), await world.putTicket()];
    await world.say("bob", one.ref, ["Where is it?"]);
    const page = await world.show({ show: "conversation", ticket: one.ref });
    const become = async (who: "ann" | "bob") => {
      await page.evaluate(`window.change({ token: "${await world.server.token(who)}" })`);
      await expect.poll(() => page.evaluate("window.client?.getSnapshot().user?.ref")).toBe(`u-${who}`);
    };
    const draft = () => composer(page).inputValue();
    await message(page, "Where is it?").hover();
    await page.getByRole("button", { name: "Reply" }).click();
    await page.getByText("Replying to Bob Ray").waitFor();
    await composer(page).fill("For the one");
    await become("bob");
    await message(page, "Where is it?").waitFor();
    await expect.poll(draft).toBe("");
    expect(await page.getByText("Replying to Bob Ray").count()).toBe(0);
    await composer(page).fill("Bob's own");
    await become("ann");
    await expect.poll(draft).toBe("For the one");
    await page.evaluate(`window.change({ ticket: "${other.ref}" })`);
    await expect.poll(draft).toBe("");
    await composer(page).fill("For the other");
    await page.evaluate(`window.change({ ticket: "${one.ref}" })`);
    await expect.poll(draft).toBe("For the one");
  });

  it("leads to web addresses and nowhere else, and shows as text what is none", async () => {
    const { ref } = await world.putTicket();
    const said = [
      "See https://example.com/a?b=(c), please.",
      "javascript:alert(1) javascript://example.com/%0aalert(1) data:text/html,x //example.com",
      '<img src=x onerror="window.isBroken = true"> <a href="javascript:alert(1)">here</a>',
    ];
    await world.say("bob", ref, said);
    const page = await world.show({ show: "conversation", ticket: ref });
    await message(page, "onerror").waitFor();
    expect(await page.locator("article p[dir=auto]").allTextContents()).toEqual(said);
    const links = await page
      .locator("article a")
      .evaluateAll((found) => found.map((link) => link.outerHTML.replace(/ class="[^"]*"/, "")));
    expect(links).toEqual([
      '<a href="https://example.com/a?b=(c" target="_blank" rel="noopener noreferrer nofollow ugc">https://example.com/a?b=(c</a>',
    ]);
    expect(await page.evaluate("window.isBroken")).toBeUndefined();
  });

  it("[S11] begins where one has read up to, says so there, and where days begin and the system speaks", async () => {
    const { ref } = await world.putTicket();
    await world.say("bob", ref, ["Known"]);
    const ann = (await world.connect("ann")).ticket(ref);
    ann.open();
    await ann.markRead();
    ann.close();
    await world.say("bob", ref, ["Unknown"]);
    const path = `/v1/tickets/${ref}/messages`;
    await world.server.request("POST", path, { text: "The order has been cancelled", kind: "system" });
    const page = await world.show({ show: "conversation", ticket: ref });
    await message(page, "Unknown").waitFor();
    const list = page.getByRole("region", { name: "Messages" });
    await expect
      .poll(async () => (await list.innerText()).replaceAll(/\s+/g, " "))
      .toMatch(
        /^The beginning of this ticket Today .+ Known New .+ Unknown The order has been cancelled .+$/,
      );
    expect(await page.locator("article").count()).toBe(2);
  });

  it("has the words and the colours that the page gives it", async () => {
    const { ref } = await world.putTicket();
    const page = await world.show({ show: "conversation", ticket: ref });
    await page.addStyleTag({ content: ".tw-root { --tw-accent: rgb(91, 63, 214) } p { margin: 0 }" });
    await composer(page).fill("In violet");
    await composer(page).press("Enter");
    await message(page, "In violet").waitFor();
    const colour = "getComputedStyle(document.querySelector('article p[dir=auto]')).backgroundColor";
    expect(await page.evaluate(colour)).toBe("rgb(91, 63, 214)");
    await page.evaluate(`window.change({ texts: { composer: { writeMessage: "Say something nice" } } })`);
    await page.getByRole("textbox", { name: "Say something nice" }).waitFor();
    await page.getByRole("button", { name: "Send" }).waitFor();
  });

  it("keeps a draft over a reload, and offers prepared replies after a slash", async () => {
    const { ref } = await world.putTicket();
    const page = await world.show({ show: "conversation", ticket: ref });
    await page.getByText("Nothing has been said yet").waitFor();
    await composer(page).fill("Half a thou");
    await page.reload();
    await expect.poll(() => composer(page).inputValue()).toBe("Half a thou");
    await composer(page).fill("/");
    await page.getByRole("option", { name: /Goodbye/ }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    expect(await composer(page).inputValue()).toBe("Have a nice day!");
    await page.keyboard.press("Enter");
    await message(page, "Have a nice day!").waitFor();
  });

  it("leads to the message that was answered, however far up it is, and back to the newest", async () => {
    const { ref } = await world.putTicket();
    const lines = Array.from({ length: 120 }, (_, index) => `Line ${index + 1}`);
    await world.say("bob", ref, lines);
    const ann = (await world.connect("ann")).ticket(ref);
    ann.open();
    await expect.poll(() => ann.getSnapshot().messages.length).toBeGreaterThan(0);
    while (ann.getSnapshot().hasOlder) await ann.loadOlder();
    const [first] = ann.getSnapshot().messages;
    ann.send({ text: "About your first line", ...(first ? { replyTo: first } : {}) });
    const page = await world.show({ show: "conversation", ticket: ref }, { who: "bob" });
    await page.getByRole("button", { name: "An earlier message" }).click();
    await page.locator("article:focus").getByText("Line 1", { exact: true }).waitFor();
    ann.send({ text: "And one more thing" });
    await page.getByRole("button", { name: "1 new message" }).click();
    await message(page, "And one more thing").waitFor();
  });
});
