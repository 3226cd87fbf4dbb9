// What must be so on a page, said in one line each.

import assert from 'node:assert/strict';

/** The element is shown, within the page's own time-out. */
export const shown = (locator) => locator.filter({ visible: true }).first().waitFor();

export async function absent(locator, what = String(locator)) {
  assert.equal(await locator.count(), 0, `${what} should not be there`);
}

export async function heading(page, text) {
  await shown(page.getByRole('heading', { level: 1, name: text }));
}

/** A page that says what went wrong: the summary has the focus, its links lead to the fields, the title says so. */
export async function summary(page, ...faults) {
  const box = page.getByRole('alert').first();
  await shown(box);
  assert.match(await page.title(), /^(Error:|Erreur)/, 'the title begins with Error:');
  if (page.scripted) {
    assert.ok(await box.evaluate((element) => element === document.activeElement), 'the summary has the focus');
  }
  for (const fault of faults) await shown(box.getByText(fault));
  for (const link of await box.getByRole('link').all()) {
    const target = await link.getAttribute('href');
    assert.equal(await page.locator(`[id="${target.slice(1)}"]`).count(), 1, `the summary's ${target} leads to a field`);
  }
}

/** Opens an address and tells its status. */
export async function status(page, url) {
  const response = await page.goto(url);
  return response.status();
}

export { assert };
