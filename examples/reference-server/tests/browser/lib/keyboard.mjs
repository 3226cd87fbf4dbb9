// A person without a mouse: Tab, arrows, Space and Enter only. Each stop must be seen.

import { pause } from './process.mjs';

/** Tabs to an element; on the way every stop must show where the focus is. */
export async function tabTo(page, locator) {
  await locator.waitFor();
  for (let stops = 0; stops < 150; stops += 1) {
    await page.keyboard.press('Tab');
    await focusIsSeen(page);
    if (await locator.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`the keyboard does not reach ${locator}`);
}

/** Writes into a field reached by Tab. */
export async function writeInto(page, locator, text) {
  await tabTo(page, locator);
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(text);
}

/** Presses a link or button reached by Tab. */
export async function press(page, locator, key = 'Enter') {
  await tabTo(page, locator);
  await page.keyboard.press(key);
}

/** Chooses one of several radio buttons: Tab to the group, arrows inside it, Space. */
export async function choose(page, group, option) {
  await group.first().waitFor();
  for (let stops = 0; stops < 150; stops += 1) {
    await page.keyboard.press('Tab');
    await focusIsSeen(page);
    if (await group.evaluateAll((all) => all.includes(document.activeElement))) break;
  }
  // Each arrow chooses; an answer on which others depend then loads the page anew and must leave the focus in its place.
  await page.keyboard.press('Space');
  for (let moves = 0; moves < 20; moves += 1) {
    await settled(page);
    if (await option.isChecked()) return;
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`the keyboard does not choose ${option}`);
}

/** A press may have begun to load a page. */
async function settled(page) {
  await pause(300);
  await page.waitForLoadState('load');
}

/** Gives a file to a file input, whose dialog the keyboard opens. */
export async function giveFile(page, locator, file) {
  await page.bringToFront(); // a page in the background opens no dialog
  // Listened for before the way to the field: each stop on it is a message to the browser after the one that asks for
  // the dialog, so that it is heard however slow the machine is.
  const chooser = page.waitForEvent('filechooser', { timeout: 60_000 });
  await tabTo(page, locator);
  await page.keyboard.press('Enter');
  await (await chooser).setFiles(file);
}

/** The focused element has an outline of at least 2 px with at least 3:1 against what is behind it (WCAG 2.4.13). */
async function focusIsSeen(page) {
  const fault = await page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return '';
    const numbers = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
    const light = (colour) => {
      const [r, g, b] = numbers(colour).map((part) => part / 255)
        .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
    const behind = (node) => {
      for (let at = node; at; at = at.parentElement) {
        const colour = getComputedStyle(at).backgroundColor;
        if ((numbers(colour)[3] ?? 1) > 0) return colour;
      }
      return 'rgb(255, 255, 255)';
    };
    const outlined = (one) => getComputedStyle(one).outlineStyle !== 'none' && parseFloat(getComputedStyle(one).outlineWidth) >= 2;
    const shown = [element, ...(element.labels ?? []), element.closest('li')].find((one) => one && outlined(one)); // or the whole label or row
    const what = element.outerHTML.slice(0, 120);
    if (!shown) return `no outline on ${what}`;
    const style = getComputedStyle(shown);
    const against = behind(parseFloat(style.outlineOffset) < 0 ? shown : shown.parentElement);
    const contrast = ratio(style.outlineColor, against);
    return contrast < 3 ? `outline ${style.outlineColor} on ${against} has ${contrast.toFixed(2)}:1 at ${what}` : '';
  });
  if (fault) throw new Error(`the focus is not seen: ${fault}`);
}
