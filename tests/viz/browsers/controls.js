// Every control of the page by pointer and by keyboard, in the browser that the environment names.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";

import puppeteer from "puppeteer-core";

const { PAGE, BROWSER, EXECUTABLE, ACTOR_AT } = process.env;
const args = BROWSER === "chrome" ? ["--no-sandbox", "--disable-gpu"] : [];
const wrongs = [];
let browser;
let page;

before(async () => {
  browser = await puppeteer.launch({ browser: BROWSER, executablePath: EXECUTABLE, args, headless: true });
  page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 800 });
  page.on("console", (message) => { if (["error", "warn"].includes(message.type())) wrongs.push(message.text()); });
  page.on("pageerror", (error) => wrongs.push(error.message));
  page.on("request", (request) => { if (!/^(file|data|blob|about):/.test(request.url())) wrongs.push(request.url()); });
  await page.goto(PAGE);
  await page.waitForSelector("html[data-ready]");
});

after(() => browser?.close());

afterEach(() => assert.deepEqual(wrongs.splice(0), []));

const text = (selector) => page.$eval(selector, (element) => element.textContent.trim());
const value = (selector) => page.$eval(selector, (element) => element.value);
const isChecked = (selector) => page.$eval(selector, (element) => element.checked);
const press = async (...keys) => { for (const key of keys) await page.keyboard.press(key); };
const focus = (selector) => page.focus(selector);

/** Wait until something of the page is so; the message says what was not. */
async function becomes(read, wanted) {
  const deadline = Date.now() + 5000;
  let found = await read();
  while (found !== wanted && Date.now() < deadline) {
    await new Promise((done) => setTimeout(done, 30));
    found = await read();
  }
  assert.equal(found, wanted);
}

let visits = 0;

/** Show what an address asks for, as a link does; its number makes it another than the present one. */
async function at(hash) {
  visits += 1;
  await page.evaluate((wanted) => { window.location.hash = wanted; }, `${hash}&visit=${visits}`);
  await new Promise((done) => setTimeout(done, 200));
}

/** A control, used by pointer and by keyboard from the same address, and what it does. */
function control(name, { from = "", pointer, keyboard, done }) {
  for (const [by, use] of Object.entries({ pointer, keyboard })) {
    test(`${name} by ${by}`, async () => {
      await at(from);
      await use();
      await done();
    });
  }
}

const pressOn = (selector, key) => async () => { await focus(selector); await press(key); };
const click = (selector) => () => page.click(selector);

control("an actor of the picture", {
  from: `view=${ACTOR_AT},1.5`,
  pointer: async () => {
    const box = await (await page.$("#picture")).boundingBox();
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  },
  keyboard: async () => { await focus("#picture"); await press("ArrowRight"); },
  done: async () => { await page.waitForSelector("#panel:not([hidden]) h2"); assert.notEqual(await text("#panel-title"), ""); },
});

control("closing the panel", {
  from: "ana",
  pointer: click("#close-panel"),
  keyboard: async () => { await focus("#close-panel"); await press("Escape"); },
  done: () => becomes(() => page.$eval("#panel", (element) => element.hidden), true),
});

control("the search", {
  pointer: async () => { await page.click("#search"); await page.keyboard.type("boris"); await page.click("#search-list [role=option]"); },
  keyboard: async () => { await focus("#picture"); await press("/"); await page.keyboard.type("boris"); await press("Enter"); },
  done: () => becomes(() => text("#panel-title"), "Boris Vega"),
});

control("a box of the legend", {
  pointer: click("#legend-certainties li input"),
  keyboard: pressOn("#legend-certainties li input", " "),
  done: async () => assert.equal(await isChecked("#legend-certainties li input"), false),
});

control("None of a facet", {
  pointer: click("#legend-kinds .allnone button:last-child"),
  keyboard: pressOn("#legend-kinds .allnone button:last-child", "Enter"),
  done: () => becomes(() => page.$eval("#empty", (element) => element.hidden), false),
});

control("Show everything", {
  pointer: async () => { await page.click("#legend-kinds .allnone button:last-child"); await page.click("#reset"); },
  keyboard: async () => { await page.click("#legend-kinds .allnone button:last-child"); await focus("#reset"); await press("Enter"); },
  done: () => becomes(() => page.$eval("#empty", (element) => element.hidden), true),
});

control("the list", {
  pointer: click("#show-table"),
  keyboard: pressOn("#show-table", "Enter"),
  done: () => becomes(() => text("#actor-table caption"), "Actors (8)"),
});

control("the skip link to the list", {
  pointer: () => page.$eval("#skip-table", (element) => element.click()),
  keyboard: pressOn("#skip-table", "Enter"),
  done: () => becomes(() => page.$eval("#stage", (element) => element.hidden), true),
});

control("a path from A to B", {
  pointer: async () => {
    await page.click("#show-paths");
    for (const [field, name] of [["path-from", "boris"], ["path-to", "peru"]]) {
      await page.click(`#${field}`);
      await page.keyboard.type(name);
      await page.click(`#${field}-list [role=option]`);
    }
  },
  keyboard: async () => {
    await focus("#show-paths");
    await press("Enter");
    for (const [field, name] of [["path-from", "boris"], ["path-to", "peru"]]) {
      await focus(`#${field}`);
      await page.keyboard.type(name);
      await press("Enter");
    }
  },
  done: () => becomes(async () => /steps?$/.test(await text("#path-count")), true),
});

control("the menu of files", {
  pointer: click("#save-menu summary"),
  keyboard: pressOn("#save-menu summary", "Enter"),
  done: async () => {
    await becomes(() => page.$eval("#save-menu", (element) => element.open), true);
    await press("Escape");
    await becomes(() => page.$eval("#save-menu", (element) => element.open), false);
  },
});

let theme;

control("dark and light", {
  pointer: async () => { theme = await text("#theme"); await page.click("#theme"); },
  keyboard: async () => { theme = await text("#theme"); await focus("#theme"); await press(" "); },
  done: () => becomes(async () => (await text("#theme")) !== theme, true),
});

control("undo", {
  pointer: async () => {
    await page.click("#tied-only");
    await page.waitForFunction(() => window.location.hash.includes("tied"));
    await page.click("#undo");
  },
  keyboard: async () => {
    await page.click("#tied-only");
    await page.waitForFunction(() => window.location.hash.includes("tied"));
    await focus("#picture");
    await page.keyboard.down("Control");
    await press("z");
    await page.keyboard.up("Control");
  },
  done: () => becomes(() => isChecked("#tied-only"), false),
});

control("zooming in", {
  from: "view=0,0,0.5",
  pointer: click("#zoom-in"),
  keyboard: async () => { await focus("#picture"); await press("+"); },
  done: () => becomes(() => page.evaluate(() => Number(/view=[^,]*,[^,]*,([\d.]+)/.exec(window.location.hash)?.[1]) > 0.5), true),
});

control("an exact date", {
  pointer: async () => { await page.click("#date-from"); await page.keyboard.type("2022"); await page.click("#picture-help ~ #zoom button"); },
  keyboard: async () => { await focus("#date-from"); await page.keyboard.type("2022"); await press("Tab"); },
  done: () => becomes(() => text("#range-words"), "from 2022"),
});

control("a handle of the time range", {
  pointer: async () => {
    const box = await (await page.$("#time-from")).boundingBox();
    await page.mouse.move(box.x + 9, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 3, box.y + box.height / 2, { steps: 4 });
    await page.mouse.up();
  },
  keyboard: async () => { await focus("#time-from"); await press("ArrowRight", "ArrowRight"); },
  done: async () => { await becomes(async () => Number(await value("#time-from")) > 0, true); assert.match(await text("#range-words"), /^from /); },
});

control("fading an actor", {
  from: "ana",
  pointer: click("#fade"),
  keyboard: pressOn("#fade", "Enter"),
  done: () => becomes(() => text("#fade"), "Faded"),
});

control("the language", {
  pointer: () => Promise.all([page.waitForNavigation(), page.select("#language", "nl")]),
  keyboard: () => Promise.all([page.waitForNavigation(), page.select("#language", "nl")]), // the list itself is the system's
  done: async () => {
    await page.waitForSelector("html[data-ready]");
    assert.equal(await text("#show-table"), "Lijst");
    await Promise.all([page.waitForNavigation(), page.select("#language", "en")]);
    await page.waitForSelector("html[data-ready]");
  },
});
