// The drop page in a real browser, from the drop to the zip.
//
//   node tests/web/page.mjs PROGRAM MODULES [SCREENSHOTS]
//
// MODULES is a folder with playwright-core and axe-core in its node_modules. What is not as it should be ends
// the script with an error that says it. Chromium: /usr/bin/chromium.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";

const [program, modules, screenshots] = process.argv.slice(2);
const require = createRequire(`${path.resolve(modules)}/`);
const { chromium } = require("playwright-core");
const axe = require("axe-core").source;

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP rebind.test 127.0.0.1"];
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const roster = fs.readFileSync("fixtures/roster.xlsx");
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "otinish-page-test-"));
const runtime = path.join(scratch, "run");
fs.mkdirSync(runtime);

/** The program, serving; its address and token. */
async function serve() {
  const child = spawn(program, ["serve", "--port", "0", "--today", "2026-11-22", "--messages", "en"],
    { env: { ...process.env, XDG_RUNTIME_DIR: runtime }, stdio: ["ignore", "pipe", "ignore"] });
  const line = await new Promise((resolve, reject) => {
    let text = "";
    child.stdout.on("data", (data) => { text += data; if (text.includes("\n")) resolve(text.split("\n")[0]); });
    child.on("exit", (code) => reject(new Error(`the program ended with ${code}`)));
  });
  const [base, token] = line.split("/#token=");
  const ended = new Promise((resolve) => { child.on("exit", resolve); });
  return { child, base, token, port: Number(new URL(base).port), ended };
}

/** What lies in the private folders. */
const left = () => fs.readdirSync(runtime);

let checks = 0;
function step(text) {
  checks += 1;
  console.log(`  ${checks}. ${text}`);
}

/** A page without accessibility faults that fits its width. */
async function good(page, name) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate((values) => window.axe.run(document, { runOnly: values }), RULES);
  const told = violations.map((one) => `${one.id}: ${one.nodes[0].html} ${one.nodes[0].failureSummary}`);
  assert.deepEqual(told, [], `${name}: accessibility`);
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(over <= 0, `${name}: ${over} px wider than the window`);
  if (screenshots) {
    fs.mkdirSync(screenshots, { recursive: true });
    await page.screenshot({ path: path.join(screenshots, `${name}.png`), fullPage: true });
  }
}

/** A tab of a browser that loads nothing but our page; an error in it, or a request to elsewhere, is an error of the test. */
async function tab(browser, width, height = 900, own = server.base) {
  // The accessibility checker is put in by the test; the page itself keeps to its own rules elsewhere.
  const context = await browser.newContext({ viewport: { width, height }, bypassCSP: true, acceptDownloads: true });
  // A debug build on a busy machine takes its time.
  context.setDefaultTimeout(180000);
  const page = await context.newPage();
  page.on("pageerror", (error) => { throw error; });
  context.on("request", (request) => {
    const url = request.url();
    if (own && /^(https?|wss?):/.test(url) && !url.startsWith(`${own}/`)) throw new Error(`the page asks elsewhere: ${url}`);
  });
  page.on("dialog", (dialog) => { throw new Error(`a script of a value ran: ${dialog.message()}`); });
  return page;
}

async function upload(page, name, bytes = roster) {
  await page.setInputFiles("#file", { name, mimeType: "application/octet-stream", buffer: bytes });
}

/** From whatever screen comes after an upload to the check. */
async function toCheck(page) {
  await page.waitForSelector(".chips, .bare select");
  if (page.url().includes("/columns")) {
    await page.click("main a.button");
    await page.waitForSelector(".chips");
  }
}

const go = async (page, name, selector) => {
  await page.click(`.steps a[href$="/${name}"]`);
  await page.waitForSelector(selector);
};

/** Goes on with the Tab key until an element has the focus, then presses Enter. */
async function press(page, selector, key = "Enter") {
  for (let index = 0; index < 600; index += 1) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) {
      await page.keyboard.press(key);
      return;
    }
    await page.keyboard.press("Tab");
  }
  assert.fail(`the Tab key does not lead to ${selector}`);
}

async function save(page, click, name) {
  const [download] = await Promise.all([page.waitForEvent("download"), click()]);
  const file = path.join(scratch, name);
  await download.saveAs(file);
  return { file, name: download.suggestedFilename() };
}

async function flow(browser, { base, token }) {
  const page = await tab(browser, 1280);
  await page.goto(`${base}/?lang=ru#token=${token}`);
  await page.waitForSelector(".zone");
  assert.ok(!page.url().includes(token), "the token does not stay in the address");
  await good(page, "ru-1280-drop");
  step("a file with a Cyrillic name, by the file chooser");
  await upload(page, "Реестр Қызметкерлер ӘҒҰ.xlsx");
  await toCheck(page);
  assert.match(await page.textContent("h1"), /Реестр Қызметкерлер ӘҒҰ\.xlsx/);
  await good(page, "ru-1280-check");

  step("a cell is put right in the grid and checked at once; taken back again");
  const cell = 'input[data-cell="J16"]';
  await page.fill(cell, "MP2847156");
  await page.press(cell, "Tab");
  await page.waitForSelector('td:has(input[data-cell="J16"]) .link');
  const codes = () => page.$$eval(".group summary", (all) => all.map((one) => one.textContent));
  assert.ok(!(await codes()).some((text) => text.includes("passport-look-alikes")));
  await page.click('td:has(input[data-cell="J16"]) .link');
  await page.waitForFunction(() => [...document.querySelectorAll(".group summary")].some((one) => one.textContent.includes("passport-look-alikes")));

  step("what is typed is text, never a script");
  await page.fill(cell, '<img src=x onerror="alert(1)">');
  await page.press(cell, "Tab");
  await page.waitForSelector('td:has(input[data-cell="J16"]) .link');
  assert.equal(await page.inputValue(cell), '<img src=x onerror="alert(1)">');
  await page.fill(cell, "MP2847156");
  await page.press(cell, "Tab");
  await page.waitForFunction(() => document.querySelector('input[data-cell="J16"]')?.defaultValue === "MP2847156");

  step("a filled value is refused and taken again");
  const row = 'tr:has(td.place:text-is("Сотрудники!E10"))';
  await page.click(`${row} button:has-text("Отклонить")`);
  await page.waitForSelector("tr.refused");
  await page.click("tr.refused button");
  await page.waitForFunction(() => !document.querySelector("tr.refused"));

  step("the completed workbook, from every screen");
  const workbook = 'button:has-text("Скачать дополненную книгу")';
  for (const [screen, selector] of [["deadlines", ".band"], ["documents", ".filings"], ["packets", "#again form"], ["check", ".group"]]) {
    await go(page, screen, selector);
    assert.equal(await page.locator(workbook).count(), 1, screen);
  }
  const completed = await save(page, () => page.click(workbook), "completed.xlsx");
  assert.equal(completed.name, "Реестр Қызметкерлер ӘҒҰ.completed.xlsx");
  assert.ok(fs.readFileSync(completed.file).subarray(0, 2).equals(Buffer.from("PK")));

  step("deadlines and calendar");
  await go(page, "deadlines", ".band");
  await good(page, "ru-1280-deadlines");
  await page.click(".chip.over-90 a");
  await page.waitForSelector(".band.over-90[open] table");
  const calendar = await save(page, () => page.click('button:has-text("календарь")'), "deadlines.ics");
  assert.match(fs.readFileSync(calendar.file, "utf8"), /^BEGIN:VCALENDAR/);

  step("a letter as PDF in the page");
  await go(page, "documents", ".filings");
  await page.click('.filing:has(.tag.due, .tag.ready, .tag.overdue, .tag.upcoming) button:text-is("KK")');
  const frame = await page.waitForSelector("#preview iframe");
  const letter = await page.request.get(new URL(await frame.getAttribute("src"), base).href);
  assert.match(letter.headers()["content-type"], /pdf/);
  assert.ok((await letter.body()).subarray(0, 5).equals(Buffer.from("%PDF-")));
  await good(page, "ru-1280-documents");

  step("packets with progress; the tab is closed meanwhile and opened again");
  await go(page, "packets", "#again form");
  await good(page, "ru-1280-packets");
  await page.click("#again button[type=submit]");
  await page.waitForSelector("progress");
  const address = page.url();
  const context = page.context();
  await page.close();
  const again = await context.newPage();
  await again.goto(address);
  await again.waitForSelector('#run h2:has-text("Готово")', { timeout: 300000 });
  await good(again, "ru-1280-done");
  const made = await again.$$eval("#run .list li", (all) => all.length);
  assert.ok(made > 5, `${made} packets`);

  step("one packet, all packets, and what is in the zip");
  const one = await save(again, () => again.click("#run .list li button"), "one.zip");
  const names = (file) => execFileSync("unzip", ["-Z1", file], { encoding: "utf8" }).trim().split("\n");
  const inside = names(one.file);
  assert.ok(inside.includes("checklist.pdf") && inside.some((name) => name.endsWith(".kk.docx")), inside.join());
  const all = await save(again, () => again.click('button:has-text("Скачать все пакеты")'), "all.zip");
  assert.equal(names(all.file).length, made);

  step("the season as tables; the report, on A4");
  const season = await save(again, () => again.click('button:has-text("таблицы сезона")'), "season.xlsx");
  assert.ok(names(season.file).includes("xl/workbook.xml"));
  const [report] = await Promise.all([context.waitForEvent("page"), again.click('button:has-text("Отчёт")')]);
  await report.waitForSelector("table");
  await good(report, "ru-1280-report");
  const paper = path.join(screenshots ?? scratch, "ru-report.pdf");
  await report.pdf({ path: paper, preferCSSPageSize: true });
  assert.match(execFileSync("pdfinfo", [paper], { encoding: "utf8" }), /Page size:\s+59\d(\.\d+)? x 84\d(\.\d+)? pts \(A4\)/);
  await report.close();

  step("everything is deleted");
  await again.click("#delete-all");
  await again.click("#ask button[value=yes]");
  await again.waitForSelector(".zone");
  assert.equal(await again.$(".list li"), null);
  await context.close();
}

async function drop(browser, { base, token }) {
  const page = await tab(browser, 1280);
  await page.goto(`${base}/?lang=kk#token=${token}`);
  await page.waitForSelector(".zone");
  step("a file is dropped on the page");
  await page.evaluate((data) => {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], "Тізілім.xlsx"));
    for (const kind of ["dragenter", "dragover", "drop"]) {
      document.querySelector(".zone").dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: transfer }));
    }
  }, roster.toString("base64"));
  await toCheck(page);
  assert.match(await page.textContent("h1"), /Тізілім\.xlsx/);
  step("what is no roster is refused in words");
  await page.click(".brand");
  await page.waitForSelector(".zone");
  await upload(page, "құжат.xlsx", Buffer.from("%PDF-1.7"));
  await page.waitForSelector(".alert");
  assert.match(await page.textContent(".alert"), /құжат\.xlsx/);
  await good(page, "kk-1280-refused");
  await page.context().close();
}

async function languages(browser, { base, token }) {
  for (const [width, height] of [[1280, 900], [360, 740], [640, 450]]) {
    for (const language of ["ru", "kk", "en"]) {
      const page = await tab(browser, width, height);
      await page.goto(`${base}/?lang=${language}#token=${token}`);
      await page.waitForSelector(".zone");
      const name = (screen) => `${language}-${width}-${screen}`;
      await good(page, name("drop"));
      await page.click("#sample");
      await toCheck(page);
      await good(page, name("check"));
      await go(page, "deadlines", ".band");
      await good(page, name("deadlines"));
      await go(page, "documents", ".filings");
      await good(page, name("documents"));
      await go(page, "packets", "#again form");
      await good(page, name("packets"));
      await page.click("[data-tab=templates]");
      await page.waitForSelector(".filings [data-name], [data-name].filing");
      await good(page, name("templates"));
      const text = await page.evaluate(() => document.body.innerText);
      assert.ok(!/undefined|\[object|\{[a-z]+\}/.test(text), `${name("templates")}: ${text}`);
      await page.context().close();
    }
  }
  step("every screen in three languages at 1280 px, 360 px and 200 %: accessible, nothing cut off");
}

const ODD = `ФИО на русском языке;Гражданство;Паспорт №;Дата рождения;Паспорт №;Дожность
Каримов Бобур;Узбекистн;FA1111111;01.02.1980;FA2222222;Инженер
Ахмедов Ахмед;Узбекистн;FA1111112;01.02.1983;FA2222223;Сварщик
Иванов Иван;Россия;123456789;01.02.1982;123456780;Инженер
Турсунов Али;Узбекистн;FA1111113;01.02.1984;FA2222224;Инженер
<img src=x onerror=alert(1)><script>alert(2)</script>;=HYPERLINK("http://a.test");FA1111114;01.02.1984;FA2222225;javascript:alert(3)
`;

/** A roster whose columns and spellings a person has to decide about. */
async function choices(browser, { base, token }) {
  step("columns that claim one field, and headers that nobody knows, are asked about");
  for (const [language, width] of [["ru", 1280], ["kk", 360], ["en", 360]]) {
    const page = await tab(browser, width);
    await page.goto(`${base}/?lang=${language}#token=${token}`);
    await page.waitForSelector(".zone");
    await upload(page, "odd.csv", Buffer.from(ODD));
    await page.waitForSelector("fieldset input[type=radio]");
    assert.ok(page.url().endsWith("/columns"));
    await good(page, `${language}-${width}-columns`);
    if (language !== "ru") {
      await page.context().close();
      continue;
    }
    await page.click("form:has(input[type=radio]) button[type=submit]");
    assert.ok(await page.$("fieldset"), "without a choice nothing is taken");
    await page.check('input[type=radio][value="E1"]');
    await page.click("form:has(input[type=radio]) button[type=submit]");
    await page.waitForFunction(() => !document.querySelector("fieldset"));
    assert.notEqual(await page.$eval("main select", (select) => select.value), "-", "the nearest field is offered");
    await page.click(".bare .card button");
    await page.waitForSelector(".chips");

    step("one correction goes for all cells like it, and is taken back");
    const cell = (address) => `input[data-cell="${address}"]`;
    await page.fill(cell("B2"), "Узбекистан");
    await page.press(cell("B2"), "Tab");
    await page.click('td:has(input[data-cell="B2"]) button:has-text("Исправить все так же")');
    await page.waitForFunction(() => document.querySelector('input[data-cell="B5"]')?.defaultValue === "Узбекистан");
    await good(page, "ru-1280-spread");
    await page.click('td:has(input[data-cell="B3"]) button:has-text("Вернуть все: 3")');
    await page.waitForFunction(() => document.querySelector('input[data-cell="B5"]')?.defaultValue === "Узбекистн");
    await page.context().close();
  }
}

/** Drops files or folders of the disk, as a hand would. */
async function dropFiles(page, files) {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files, dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"]) {
    await session.send("Input.dispatchDragEvent", { type, x: 200, y: 300, data });
  }
}

/** Scans that are dropped beside a roster, alone, and in a folder. */
async function scans(browser, { base, token }) {
  const folder = path.join(scratch, "Сканы июль");
  fs.mkdirSync(path.join(folder, "SMITH John"), { recursive: true });
  const pixel = fs.readFileSync("tests/web/pixel.png");
  fs.writeFileSync(path.join(folder, "SMITH John", "паспорт.png"), pixel);
  fs.writeFileSync(path.join(folder, "NOBODY_passport.png"), pixel);
  const workbook = path.join(scratch, "Реестр.xlsx");
  fs.writeFileSync(workbook, roster);
  const page = await tab(browser, 1280);
  await page.goto(`${base}/?lang=ru#token=${token}`);
  await page.waitForSelector(".zone");
  step("a workbook and a folder of scans are dropped together");
  await dropFiles(page, [workbook, folder]);
  await toCheck(page);
  await go(page, "packets", "#again form");
  const placed = () => page.$$eval(".scans li", (all) => all.map((one) => one.textContent));
  assert.equal((await placed()).length, 2);
  assert.ok((await placed()).some((text) => text.includes("SMITH John/паспорт.png") && /Копия паспорта/i.test(text)), (await placed()).join("\n"));
  await page.$$eval("details", (all) => all.forEach((one) => { one.open = true; }));
  await good(page, "ru-1280-scans");
  await page.setViewportSize({ width: 360, height: 740 });
  await good(page, "ru-360-scans");
  await page.setViewportSize({ width: 1280, height: 900 });
  step("all scans are taken away; a folder alone goes to the roster that is open");
  await page.click('button:has-text("Убрать все сканы")');
  await page.waitForFunction(() => !document.querySelector(".scans"));
  await dropFiles(page, [folder]);
  await page.waitForSelector(".scans li");
  assert.equal((await placed()).length, 2);
  step("what is dropped and is neither a roster nor a scan is told");
  const text = path.join(scratch, "заметки.txt");
  fs.writeFileSync(text, "no roster");
  await dropFiles(page, [text]);
  await page.waitForSelector(".alert");
  assert.match(await page.textContent(".alert"), /заметки\.txt/);
  await page.context().close();
}

/** A roster that takes a while. */
function many(count) {
  const card = [["Наименование (рус.)", "ТОО «Жол Құрылыс»"], ["БИН", "100140000003"],
    ["Юридический адрес (рус.)", "г. Атырау, ул. Сатпаева, 1"], ["Руководитель (рус.)", "Ахметов Ерлан Серикович"],
    ["Должность руководителя (рус.)", "Директор"]];
  const staff = [["ФИО (лат.)", "Гражданство", "№ паспорта", "Дата рождения", "Дата въезда", "Должность (рус.)", "Адрес проживания"]];
  for (let index = 0; index < count; index += 1) {
    staff.push([`KARIMOV BOBUR ${String.fromCharCode(65 + (index % 26))}`, "Узбекистан", `FA${1000000 + index}`, "01.02.1980", "20.11.2026", "Инженер", "г. Атырау, ул. Сатпаева, 5"]);
  }
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const links = "http://schemas.openxmlformats.org/package/2006/relationships";
  const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const sheet = (rows) => `<worksheet xmlns="${main}"><sheetData>${rows.map((row, down) =>
    `<row r="${down + 1}">${row.map((text, right) => `<c r="${"ABCDEFG"[right]}${down + 1}" t="inlineStr"><is><t>${text}</t></is></c>`).join("")}</row>`).join("")}</sheetData></worksheet>`;
  const parts = {
    "[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    "_rels/.rels": `<Relationships xmlns="${links}"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Компания" sheetId="1" r:id="rId1"/><sheet name="Сотрудники" sheetId="2" r:id="rId2"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships xmlns="${links}">${[1, 2].map((id) => `<Relationship Id="rId${id}" Type="${office}/worksheet" Target="worksheets/sheet${id}.xml"/>`).join("")}</Relationships>`,
    "xl/worksheets/sheet1.xml": sheet(card),
    "xl/worksheets/sheet2.xml": sheet(staff),
  };
  const folder = fs.mkdtempSync(path.join(scratch, "many-"));
  for (const [name, text] of Object.entries(parts)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
  execFileSync("7z", ["a", "-tzip", "../many.xlsx", "."], { cwd: folder, stdio: "ignore" });
  return fs.readFileSync(path.join(scratch, "many.xlsx"));
}

async function sealed(browser, { base, token }) {
  const page = await tab(browser, 1280);
  await page.goto(`${base}/?lang=ru#token=${token}`);
  await page.waitForSelector(".zone");
  await page.click("#sample");
  await toCheck(page);
  await go(page, "packets", "#again form");
  step("packets are sealed with a password");
  await page.click(".seal summary");
  await good(page, "ru-1280-seal");
  await page.fill("#password", "short");
  await page.click("#again button[type=submit]");
  assert.ok(await page.$("#again form"), "a password that does not fit begins nothing");
  await page.fill("#password", "correct horse battery");
  await page.click("#again button[type=submit]");
  await page.waitForSelector('#run h2:has-text("Готово")', { timeout: 300000 });
  assert.equal(await page.inputValue("#password"), "", "the password is not kept");
  const one = await save(page, () => page.click("#run .list li button"), "sealed.zip");
  assert.match(one.name, /^\d{4}\.aes\.zip$/);
  const seven = (word) => execFileSync("7z", ["t", `-p${word}`, one.file], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  assert.match(seven("correct horse battery"), /Everything is Ok/);
  assert.throws(() => seven("another horse battery"));
  await page.context().close();
}

async function cancelled(browser, { base, token }) {
  const page = await tab(browser, 1280);
  await page.goto(`${base}/?lang=ru#token=${token}`);
  await page.waitForSelector(".zone");
  step("a run is cancelled; what is whole can be fetched");
  await upload(page, "много.xlsx", many(600));
  await toCheck(page);
  await go(page, "packets", "#again form");
  await page.click("#again button[type=submit]");
  await page.waitForSelector("#run .list li", { timeout: 300000 });
  // A quick machine would be done before the screen was judged: that waits until the run stands still.
  if (screenshots) await page.screenshot({ path: path.join(screenshots, "ru-1280-making.png") });
  await page.click('#run button:has-text("Отменить")');
  await page.waitForSelector('#run h2:has-text("Отменено")', { timeout: 60000 });
  await good(page, "ru-1280-cancelled");
  const one = await save(page, () => page.click("#run .list li button"), "whole.zip");
  execFileSync("unzip", ["-tq", one.file]);
  step("packets made before a change are told to be old");
  await page.setInputFiles("#scans", { name: "NOBODY_passport.png", mimeType: "image/png", buffer: fs.readFileSync("tests/web/pixel.png") });
  await page.waitForSelector(".scans li");
  await page.reload();
  await page.waitForSelector("#run .note.warning");
  await page.context().close();

  step("where nothing can be made, the page says so and why");
  const bare = await tab(browser, 360);
  await bare.goto(`${base}/?lang=kk#token=${token}`);
  await bare.waitForSelector(".zone");
  await upload(bare, "odd.csv", Buffer.from(ODD));
  await toCheck(bare);
  await go(bare, "packets", "#again form");
  await bare.click("#again button[type=submit]");
  await bare.waitForSelector('#run h2:has-text("Бірде-бір пакет жасалмады")', { timeout: 60000 });
  await good(bare, "kk-360-nothing");
  await bare.context().close();
}

async function templates(browser, { base, token }) {
  const page = await tab(browser, 1280);
  await page.goto(`${base}/?lang=en#token=${token}`);
  await page.click("[data-tab=templates]");
  const own = '[data-name="invitation-letter.en.docx"]';
  await page.waitForSelector(own);
  step("a template is looked at with an invented person");
  await page.click(`${own} button:text-is("Look at it")`);
  await page.waitForSelector("#preview iframe");
  step("… and so are the papers of a packet itself");
  for (const paper of ["checklist", "cover-letter", "packet-index", "portal-card", "request-to-employee"]) {
    const one = `[data-name="${paper}.en.docx"]`;
    const title = await page.textContent(`${one} strong`);
    await page.click(`${one} button:text-is("Look at it")`);
    await page.waitForFunction((wanted) => document.querySelector("#preview iframe")?.title.startsWith(wanted), title);
  }
  step("… and with a person of an open roster");
  await page.click("[data-tab=roster]");
  await page.click("#sample");
  await toCheck(page);
  await page.click("[data-tab=templates]");
  await page.waitForSelector(own);
  await page.selectOption(`${own} select`, { index: await page.$$eval(`${own} option`, (all) => all.findIndex((one) => one.value.includes("person"))) });
  await page.click(`${own} button:text-is("Look at it")`);
  const frame = await page.waitForSelector("#preview iframe");
  const print = await page.request.get(new URL(await frame.getAttribute("src"), base).href);
  const printed = path.join(scratch, "person.pdf");
  fs.writeFileSync(printed, await print.body());
  const name = await page.$eval(`${own} select`, (select) => select.selectedOptions[0].textContent);
  const words = execFileSync("pdftotext", [printed, "-"], { encoding: "utf8" });
  assert.ok(words.toUpperCase().includes(name.split(" ")[0].toUpperCase()), `${name} is not in ${words}`);
  await good(page, "en-1280-template-person");
  step("a file that is no Word document is told and not taken");
  await page.setInputFiles(`${own} input[type=file]`, { name: "x.docx", mimeType: "", buffer: Buffer.from("no") });
  await page.waitForSelector(`${own} .group.error`);
  await good(page, "en-1280-template-faults");
  step("an own version is taken, and given back");
  const word = await save(page, () => page.click(`${own} button[aria-label^="Download"]`), "letter.docx");
  await page.setInputFiles(`${own} input[type=file]`, word.file);
  await page.waitForSelector(`${own} .tag.filled`);
  await page.click(`${own} button:text-is("Back to the built-in one")`);
  await page.waitForFunction((wanted) => !document.querySelector(`${wanted} .tag.filled`), own);
  await page.context().close();
}

async function keyboard(browser, { base, token }) {
  const page = await tab(browser, 1280);
  await page.goto(`${base}/?lang=en#token=${token}`);
  await page.waitForSelector(".zone");
  step("from the beginning to the download with the keyboard alone");
  await page.focus("#file");
  await press(page, "#sample");
  await toCheck(page);
  const accept = 'button[aria-label^="Accept:"]';
  await press(page, accept);
  await page.waitForSelector(".tag.filled:text-is('accepted')");
  assert.ok(await page.evaluate((wanted) => document.activeElement.matches(wanted), accept), "the focus goes on to the next");
  await press(page, 'a.button[href$="/deadlines"]');
  await page.waitForSelector(".band");
  await press(page, 'a.button[href$="/documents"]');
  await page.waitForSelector(".filings");
  await press(page, 'a.button[href$="/packets"]');
  await page.waitForSelector("#again form");
  await press(page, "#again button[type=submit]");
  await page.waitForSelector('#run h2:has-text("Done")', { timeout: 300000 });
  const all = await save(page, () => press(page, "#run .row button:first-child"), "keyboard.zip");
  assert.match(all.name, /packets\.zip$/);
  await page.context().close();
}

async function strangers(browser, { base, token, port }) {
  step("a page whose name is pointed at this machine reads nothing (DNS rebinding)");
  const page = await tab(browser, 1280, 900, null);
  const answer = await page.goto(`http://rebind.test:${port}/`);
  assert.equal(answer.status(), 421);
  const read = await page.evaluate(async (known) => {
    const all = await Promise.all(["/api/desks", "/"].map(async (one) =>
      (await fetch(one, { headers: { "X-Otinish-Token": known } })).status));
    return all.concat((await fetch("/api/desks/sample", { method: "POST", headers: { "X-Otinish-Token": known } })).status);
  }, token);
  assert.deepEqual(read, [421, 421, 421]);

  step("another site changes nothing and reads nothing");
  const headers = { "X-Otinish-Token": token };
  const count = async () => (await (await fetch(`${base}/api/desks`, { headers })).json()).desks.length;
  const before = await count();
  const site = http.createServer((_, response) => { response.setHeader("content-type", "text/html"); response.end("<p>elsewhere"); });
  await new Promise((resolve) => { site.listen(0, "127.0.0.1", resolve); });
  await page.goto(`http://localhost:${site.address().port}/`);
  const tried = await page.evaluate(async ([target, known]) => {
    const seen = [];
    for (const options of [{}, { mode: "no-cors" }, { headers: { "X-Otinish-Token": known } }]) {
      for (const method of ["GET", "POST"]) {
        try {
          const one = await fetch(`${target}/api/desks/sample`, { ...options, method });
          seen.push(one.type === "opaque" ? "opaque" : `read ${one.status}`);
        } catch {
          seen.push("refused");
        }
      }
    }
    const form = document.createElement("form");
    form.method = "post";
    form.action = `${target}/api/desks/sample`;
    document.body.append(form);
    form.submit();
    return seen;
  }, [base, token]);
  assert.ok(tried.every((one) => one === "refused" || one === "opaque"), tried.join());
  await page.waitForTimeout(500);
  assert.equal(await count(), before);
  await page.context().close();
  site.close();

  step("without its token the page says where to find it");
  const stranger = await tab(browser, 1280);
  await stranger.goto(`${base}/?lang=en`);
  await stranger.waitForSelector(".alert");
  assert.match(await stranger.textContent(".alert"), /address that Otinish printed/);
  await stranger.context().close();
}

console.log("the drop page in Chromium");
let server = await serve();
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: FLAGS });
try {
  await flow(browser, server);
  await drop(browser, server);
  await choices(browser, server);
  await scans(browser, server);
  await sealed(browser, server);
  await cancelled(browser, server);
  await languages(browser, server);
  await templates(browser, server);
  await keyboard(browser, server);
  await strangers(browser, server);
  step("the end takes the files along; those of a killed program go at the next start");
  assert.equal(left().length, 1);
  server.child.kill("SIGTERM");
  assert.equal(await server.ended, 0);
  assert.deepEqual(left(), []);
  server = await serve();
  server.child.kill("SIGKILL");
  await server.ended;
  assert.equal(left().length, 1);
  server = await serve();
  assert.equal(left().length, 1);
  await fetch(server.base);
  server.child.kill("SIGTERM");
  await server.ended;
  assert.deepEqual(left(), []);
} finally {
  await browser.close();
  server.child.kill("SIGKILL");
  fs.rmSync(scratch, { recursive: true, force: true });
}
console.log(`  all ${checks} as they should be`);
