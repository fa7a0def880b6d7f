/** Writes the pictures of the documents: `node tests/browser/screenshot.mjs`. */
import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { launch, ready, ROOT, startServer, still } from "./harness.mjs";

const MOST_BYTES = 400_000;
const DESKTOP = { width: 1360, height: 860 };
const PHONE = { width: 390, height: 844 };
const PLACE = "#on=2022-06-30&postcode=LA1+4YW";
const PROPOSAL = "#view=propose&within=icb-2022/E54000048&start=place-2022";

/** Looks up some rows in the view "List". */
async function list(page) {
  const rows = ["LA1 4YW", "PR1 2HE", "PR3 3JU", "BB1 1AA", "FY1 1AD", "LA9 4BG", "nowhere"];
  const buffer = Buffer.from(`name,postcode\n${rows.map((postcode, i) => `Surgery ${i + 1},${postcode}`).join("\n")}\n`);
  await page.locator('#bulk input[type="file"]').first().setInputFiles({ name: "surgeries.csv", mimeType: "text/csv", buffer });
  await page.getByRole("button", { name: "Look up the list" }).click();
  await page.getByRole("button", { name: "Look up another list" }).waitFor();
}

/** The pictures: a file, what is opened, and what is done before it is taken. */
const PICTURES = [
  { file: "web/screenshot.png", size: { width: 1440, height: 900 }, fragment: PLACE },
  { file: "docs/pictures/find.png", size: DESKTOP, fragment: PLACE },
  { file: "docs/pictures/compare.png", size: DESKTOP, fragment: "#view=compare&a=place-2022&b=utla-2023", there: "#compare table" },
  { file: "docs/pictures/propose.png", size: DESKTOP, fragment: PROPOSAL, there: "#propose [role=listbox]" },
  { file: "docs/pictures/list.png", size: DESKTOP, fragment: "#view=bulk&on=2022-06-30", there: "#bulk input", act: list },
  { file: "docs/pictures/review.png", size: DESKTOP, fragment: "#view=review", there: "#review table" },
  { file: "docs/pictures/find-phone.png", size: PHONE, fragment: PLACE, theme: "dark" },
  { file: "docs/pictures/propose-phone.png", size: PHONE, fragment: PROPOSAL, there: "#propose [role=listbox]", theme: "dark" },
];

const server = await startServer();
const browser = await launch();
await mkdir(join(ROOT, "docs", "pictures"), { recursive: true });
const wanted = process.argv[2] ?? "";
try {
  for (const { file, size, fragment, there, act, theme = "light" } of PICTURES.filter(({ file }) => file.includes(wanted))) {
    const page = await browser.newPage({ viewport: size, locale: "en-GB", reducedMotion: "reduce", colorScheme: theme });
    await page.goto(`${server.url}/${fragment}`);
    await ready(page);
    if (there) await page.locator(there).first().waitFor({ state: "attached" });
    await act?.(page);
    await still(page);
    // Symbols fade in after everything is loaded.
    await page.waitForTimeout(800);
    await page.screenshot({ path: join(ROOT, file) });
    await page.close();
    const { size: bytes } = await stat(join(ROOT, file));
    if (bytes > MOST_BYTES) throw new Error(`${file} has ${bytes} bytes, more than ${MOST_BYTES}`);
  }
} finally {
  await browser.close();
  await server.stop();
}
