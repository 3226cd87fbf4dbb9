export async function actOn() {}
