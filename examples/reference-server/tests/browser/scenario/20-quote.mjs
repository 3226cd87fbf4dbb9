// One client company gets one quote, from the first page to the answer.

import { actOn } from './parts/team.mjs';
import { decide } from './parts/decision.mjs';
import { ask } from './parts/request.mjs';

export default async function quote(world) {
  await world.suite.scenario('A quote, from the first page to the answer', async (step) => {
    const story = await ask(world, step);
    await actOn(world, step, story);
    await decide(world, step, story);
  });
}
