// Runs named steps one after the other and counts them. A step that fails ends its scenario, since the next ones stand
// on it.

export class Suite {
  passed = 0;
  failed = 0;
  #after = [];

  /** Runs after each step; what it throws counts against the step. */
  afterEach(check) {
    this.#after.push(check);
  }

  /** Runs when a step has failed, to keep what helps to understand it. */
  onFailure = async () => {};

  async scenario(name, body) {
    console.log(`\n${name}`);
    let broken = false;
    const step = async (title, work) => {
      if (broken) return undefined;
      const began = Date.now();
      try {
        const result = await work();
        for (const check of this.#after) await check();
        this.passed += 1;
        console.log(`  ok    ${title} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
        return result;
      } catch (error) {
        broken = true;
        this.failed += 1;
        console.log(`  FAIL  ${title}\n${indent(error.stack ?? String(error))}`);
        await this.onFailure(`${name} - ${title}`);
        throw new Ended();
      }
    };
    try {
      await body(step);
    } catch (error) {
      if (error instanceof Ended) return;
      this.failed += 1;
      console.log(`  FAIL  ${name}\n${indent(error.stack ?? String(error))}`);
      await this.onFailure(name);
    }
  }

  /** The closing line, and whether all is well. A run without a single step proves nothing. */
  close() {
    console.log(`\n${this.passed} passed, ${this.failed} failed`);
    return this.failed === 0 && this.passed > 0;
  }
}

class Ended extends Error {}

const indent = (text) => text.replace(/\x1b\[\d+m/g, '').split('\n').map((line) => `        ${line}`).join('\n');
