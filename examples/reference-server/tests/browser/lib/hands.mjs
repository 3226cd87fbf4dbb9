// How a person works a page: with a mouse, or with a keyboard alone. Both know the same few things to do.

import * as keyboard from './keyboard.mjs';
import { assert } from './expect.mjs';
import { until } from './process.mjs';

/** A mouse, and a keyboard for writing. */
export const mouse = {
  fill: (page, field, text) => field.fill(text),
  fillDate: (page, field, day) => field.fill(day),
  press: (page, button) => button.click(),
  choose: (page, group, option) => option.check(),
  tick: (page, box) => box.check(),
  give: (page, input, file) => input.setInputFiles(file),
};

/** No mouse at all. */
export const keys = {
  fill: keyboard.writeInto,
  press: keyboard.press,
  choose: keyboard.choose,
  give: keyboard.giveFile,
  async tick(page, box) {
    await keyboard.press(page, box, 'Space');
    assert.ok(await box.isChecked(), 'Space ticks the box');
  },
  /** Chromium's date field has one stop for month, day and year. */
  async fillDate(page, field, day) {
    const [year, month, date] = day.split('-');
    await keyboard.tabTo(page, field);
    await page.keyboard.type(`${month}${date}${year}`);
    assert.equal(await field.inputValue(), day);
  },
};

/** After an answer on which others depend: with scripts the page shows them by itself, without there is a button. */
export async function update(page, hand, question, appears) {
  if (!page.scripted) await hand.press(page, question.getByRole('button', { name: 'Show them' }));
  await until(`${appears} to appear`, () => appears.isVisible(), 10);
}

/** A day from now, as date fields take it. */
export function inDays(days) {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}
