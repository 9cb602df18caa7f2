import { mkdirSync } from "node:fs";
import sharp from "sharp";
import { root } from "../run.mjs";

const FOLDER = `${root}/docs/screenshots`;
const COLOURS = 128;

const PARCEL = `<body style="margin:0"><svg width="640" height="420" viewBox="0 0 640 420">
  <defs><linearGradient id="wall" x2="0" y2="1"><stop stop-color="#e9e4da"/><stop offset="1" stop-color="#d6cdbd"/></linearGradient></defs>
  <rect width="640" height="420" fill="url(#wall)"/><rect y="318" width="640" height="102" fill="#b9a98f"/>
  <ellipse cx="322" cy="344" rx="190" ry="18" fill="#000" opacity=".16"/>
  <path d="M160 150 320 110 490 146 490 318 330 352 160 322Z" fill="#b98a56"/>
  <path d="M330 190 490 146 490 318 330 352Z" fill="#a2764a"/><path d="M160 150 320 110 490 146 330 190Z" fill="#cfa26b"/>
  <path d="M232 132 404 168 404 216 392 204 378 220 370 178 206 140Z" fill="#e6d3ae"/>
  <path d="M186 240c22 8 30 34 56 30 18-4 22 26 52 34l36 8v40l-170-30v-70Z" fill="#8e6539"/>
  <path d="M430 214l34-9v46l-34 8Z" fill="#f3ecdf"/><path d="M437 222l20-5m-20 13 20-5m-20 13 12-3" stroke="#6b5a43" stroke-width="3"/>
</svg></body>`;

/** What a customer would take with a phone, as a PNG. */
export async function photoOfParcel(browser) {
  const page = await browser.newPage({ viewport: { width: 640, height: 420 } });
  await page.setContent(PARCEL);
  const picture = await page.screenshot();
  await page.close();
  return picture;
}

/** Takes a window's picture once all of it is there, and keeps it small. */
export async function take({ page }, name) {
  await page.mouse.move(0, 0);
  await page.getByRole("status").getByText("Saved.").waitFor({ state: "detached" });
  await page.waitForLoadState("networkidle");
  await page.waitForFunction(() => [...document.images].every(({ complete }) => complete));
  const picture = await page.screenshot();
  mkdirSync(FOLDER, { recursive: true });
  await sharp(picture)
    .png({ palette: true, colours: COLOURS, effort: 10, compressionLevel: 9 })
    .toFile(`${FOLDER}/${name}.png`);
}
